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

  /// The object at `index`.
  public subscript(index: LinkMapIndex) -> LinkMap { maps[index.rawValue] }
}
