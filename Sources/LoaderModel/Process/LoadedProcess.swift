// What there is to know of a process, whichever loader it runs under.

/// A process that a loader has made.
public protocol LoadedProcess {
  /// All that has happened in it so far.
  var record: ProcessRecord { get }

  /// Lets `event` happen. One that fails, as the call in the program would, leaves a problem and
  /// the process as that call leaves it.
  mutating func perform(_ event: ProcessEvent)
}

/// A process at one moment.
public struct ProcessRecord: Sendable {
  /// Every object that ever was in the process, in the order of loading.
  public let maps: [LinkMap]
  /// For each object the lists of objects in which its references are looked up, in order.
  public let scopes: [[[LinkMapIndex]]]
  /// Every binding, in the order in which they came about.
  public let bindings: [Binding]
  /// What went wrong.
  public let problems: [ProcessProblem]

  /// What the objects are called, in the order of loading.
  public var indices: [LinkMapIndex] { maps.indices.map(LinkMapIndex.init(rawValue:)) }

  /// The object at `index`.
  public subscript(index: LinkMapIndex) -> LinkMap { maps[index.rawValue] }

  /// The objects that `map` names in DT_NEEDED, in order, as far as they are in the process.
  public func directDependencies(of map: LinkMapIndex) -> [LinkMapIndex] {
    var names = NamesInUse()
    for index in indices where self[index].namespace == self[map].namespace {
      names.add(self[index], at: index)
    }
    let called = self[map].file.needed.compactMap { names.first(called: $0) }
    let members = Set(called)
    // A name with $ORIGIN in it is none that an object answers to.
    return called + self[map].found.filter { !members.contains($0) }
  }

  /// Whether everything was loaded that was to be loaded.
  public var isComplete: Bool {
    problems.allSatisfy { problem in
      switch problem {
      case .missingLibrary, .unusableLibrary, .failedEvent, .missingInterpreter: false
      case .missingVersion, .ignoredPreload, .ignoredAuditor: true
      }
    }
  }

  /// The objects that were preloaded.
  public var preloads: [LinkMapIndex] {
    indices.filter { self[$0].isPreloaded }
  }
}
