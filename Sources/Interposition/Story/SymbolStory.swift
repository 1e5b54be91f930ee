// Everything about one name in one process: who defines it, who asks for it, where each is answered,
// and why not before.

public import ELFModel
public import LoaderModel

/// A definition of the name.
public struct StoryDefinition: Sendable {
  /// The object that has it.
  public let object: LinkMapIndex
  /// Its entry there; it may be local or hidden.
  public let symbol: SymbolIndex
}

/// What an object on the way of a search has to say.
public enum StoryVerdict: Sendable, Equatable {
  /// It has the definition that is taken.
  case found
  /// It does not know the name.
  case absent
  /// It only refers to the name.
  case undefined
  /// Its entry is local: none of others' business.
  case local
  /// Its entry is HIDDEN or INTERNAL.
  case closed
  /// It has the name, but only in these versions.
  case otherVersions([ArraySlice<UInt8>])
  /// It has a definition that is not taken: a COPY relocation does not look there, or the process
  /// was another one then.
  case passedOver
}

/// An object on the way of a search.
public struct StoryStep: Sendable, Equatable {
  /// The object.
  public let object: LinkMapIndex
  /// What it has to say.
  public let verdict: StoryVerdict
}

/// A search for the name, and all that made the same.
public struct StorySearch: Sendable {
  /// The objects that asked.
  public internal(set) var referrers: [LinkMapIndex]
  /// The version they asked for.
  public let version: ArraySlice<UInt8>?
  /// Why.
  public let cause: Binding.Cause
  /// Whether a COPY relocation asked.
  public let isCopy: Bool
  /// The lists of objects in which the name was sought, in order, up to the one that has it.
  public let lists: [[StoryStep]]
  /// What came of it.
  public let target: Binding.Target

  fileprivate func isSame(as other: StorySearch) -> Bool {
    version == other.version && cause == other.cause && isCopy == other.isCopy
      && lists == other.lists && target == other.target
  }
}

/// The story of a name in one process.
public struct SymbolStory: Sendable {
  /// The process.
  public let process: ProcessRecord
  /// The name.
  public let name: [UInt8]
  /// Who has it, in the order of loading.
  public let definitions: [StoryDefinition]
  /// Who asks for it.
  public let searches: [StorySearch]

  /// The story of `name` in `process`.
  ///
  /// - Parameter version: the only version to tell of.
  public init(of name: [UInt8], version: [UInt8]?, in process: ProcessRecord) {
    self.process = process
    self.name = name
    let entries = process.maps.map { map in
      map.file.image.symbolIndices.filter { map.file.image.name(of: $0) == name[...] }
    }
    definitions = entries.enumerated().flatMap { position, symbols in
      let file = process.maps[position].file
      return symbols.filter { symbol in
        let own = file.version(of: symbol)?.name
        return (!file.image[symbol].isUndefined || file.image[symbol].isCanonicalPLT)
          && (version == nil || own == nil || own == version?[...])
      }.map { StoryDefinition(object: LinkMapIndex(rawValue: position), symbol: $0) }
    }
    var searches: [StorySearch] = []
    for binding in process.bindings where binding.name == name[...] {
      if let version, let asked = binding.version, asked.name != version[...] { continue }
      let search = StorySearch(binding, in: process, entries)
      if let place = searches.firstIndex(where: { $0.isSame(as: search) }) {
        if !searches[place].referrers.contains(binding.reference) {
          searches[place].referrers.append(binding.reference)
        }
      } else {
        searches.append(search)
      }
    }
    self.searches = searches
  }
}

extension StorySearch {
  fileprivate init(_ binding: Binding, in process: ProcessRecord, _ entries: [[SymbolIndex]]) {
    referrers = [binding.reference]
    version = binding.version?.name
    cause = binding.cause
    isCopy = binding.isCopy
    target = binding.target
    guard binding.target != .itself else {
      lists = []
      return
    }
    var winner: LinkMapIndex?
    if case .definition(let map, _) = binding.target { winner = map }
    var lists: [[StoryStep]] = []
    var isFound = false
    for list in process.scopes[binding.reference.rawValue] where !isFound {
      var steps: [StoryStep] = []
      for object in list where !isFound {
        isFound = object == winner
        let verdict =
          isFound ? .found : process[object].file.verdict(on: binding, entries[object.rawValue])
        steps.append(StoryStep(object: object, verdict: verdict))
      }
      lists.append(steps)
    }
    self.lists = lists
  }
}

extension ObjectFile {
  /// Why the object does not answer `binding` with one of `entries`, which have the name.
  fileprivate func verdict(on binding: Binding, _ entries: [SymbolIndex]) -> StoryVerdict {
    if entries.isEmpty { return .absent }
    if definition(of: binding.name, version: binding.version) != nil { return .passedOver }
    let defined = entries.filter { !image[$0].isUndefined }
    if defined.isEmpty { return .undefined }
    let visible = defined.filter { !image[$0].isLocal }
    if visible.isEmpty { return .local }
    let open = visible.filter { !image[$0].visibility.isClosed }
    if open.isEmpty { return .closed }
    return .otherVersions(open.compactMap { version(of: $0)?.name })
  }
}
