// One object of a process, as ld.so keeps it (`struct link_map`): a file in a namespace, with its
// dependencies and the scope in which its references are looked up.
//
// Source: glibc include/link.h. A search list names link maps; a scope names search lists by the
// link map that owns them, since a search list may grow after the scope is made.

public import ELFModel

/// The position of a link map among all that the process ever had.
public struct LinkMapIndex: RawRepresentable, Sendable, Hashable, Comparable {
  /// The position.
  public let rawValue: Int

  /// The link map at `rawValue`.
  public init(rawValue: Int) { self.rawValue = rawValue }

  /// Order of loading.
  public static func < (first: LinkMapIndex, second: LinkMapIndex) -> Bool {
    first.rawValue < second.rawValue
  }

  /// The program itself.
  public static let program = LinkMapIndex(rawValue: 0)
}

/// A step of a scope.
enum ScopeElement: Equatable, Sendable {
  /// The search list of this link map.
  case searchList(of: LinkMapIndex)
  /// The object alone (`DT_SYMBOLIC`).
  case itself
}

/// An object of a process.
public struct LinkMap: Sendable {
  /// How an object came into the process, which decides whether it can leave it (`l_type`).
  enum Kind: Sendable {
    case executable
    /// Loaded at startup.
    case library
    /// Loaded by dlopen, or for an object that was.
    case loaded
  }

  /// The path under which it was loaded; the program's own is as it was given.
  public let name: [UInt8]
  /// What it was found by.
  public let provenance: Provenance
  /// Its tables.
  public internal(set) var file: ObjectFile
  /// The namespace it is in; the program's is 0.
  public let namespace: Int
  /// The folder it lies in, absolute.
  let origin: [UInt8]
  let kind: Kind
  /// The object that this one stands for in another namespace (`l_real`): ld.so, of which a
  /// process has only one.
  var original: LinkMapIndex?

  /// Other names that it answers to.
  var names: [[UInt8]]
  /// The object that it was loaded for; nil for one that was opened.
  var loader: LinkMapIndex?
  /// `l_searchlist`; nil until the object is the root of a search.
  var searchList: [LinkMapIndex]?
  /// `l_initfini`: the object first, then what it needs: directly, or for a root in all, each before
  /// what it needs itself. Empty while nothing is known.
  var initialisationOrder: [LinkMapIndex] = []
  /// Those that DT_NEEDED asked for and got, in order, whatever their names.
  var found: [LinkMapIndex] = []
  var scope: [ScopeElement] = []
  /// What its references are bound to beside its dependencies (`l_reldeps`).
  var relocationDependencies: [LinkMapIndex] = []
  var openCount = 0
  var isPreloaded = false
  /// `l_auditing`.
  var isAuditor = false
  var isGlobal = false
  var isRelocated = false
  var isInitialised = false
  /// Bindings that wait for a first call.
  var lazySlots: [Relocation] = []
  /// `l_nodelete_pending`, `l_nodelete_active`.
  var isNeverUnloadedPending = false
  var isNeverUnloaded = false
  /// Whether it has left the process.
  public internal(set) var isUnloaded = false

  /// The symbols of PLT slots that wait for their first call.
  public var waitingSymbols: [SymbolIndex] { lazySlots.map(\.symbol) }

  /// Whether the process starts with it, so that a linker may have met it, too.
  public var isThereAtStart: Bool { kind != .loaded }

  /// Whether it answers to `name`. The program answers to its soname alone.
  public func isCalled(_ name: ArraySlice<UInt8>) -> Bool {
    if let soname = file.soname, soname[...] == name { return true }
    guard kind != .executable else { return false }
    return self.name[...] == name || names.contains { $0[...] == name }
  }

  /// All that it answers to; see ``isCalled(_:)``.
  var allNames: [[UInt8]] {
    let own = file.soname.map { [$0] } ?? []
    return kind == .executable ? own : own + [name] + names
  }

  /// Whether its path ends in `fileName`.
  func isFileCalled(_ fileName: ArraySlice<UInt8>) -> Bool {
    let start = (name.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1
    return name[start...] == fileName
  }

  init(
    name: [UInt8], provenance: Provenance, file: ObjectFile, namespace: Int, origin: [UInt8],
    kind: Kind, names: [[UInt8]]
  ) {
    self.name = name
    self.provenance = provenance
    self.file = file
    self.namespace = namespace
    self.origin = origin
    self.kind = kind
    self.names = names
  }
}

extension [LinkMap] {
  /// The object at `index`, as a search for libraries sees it.
  func requester(_ index: LinkMapIndex) -> Requester {
    let map = self[index.rawValue]
    return Requester(name: map.name, origin: map.origin, object: map.file)
  }

  /// `map` and the objects that it was loaded for, one after the other; empty for nil.
  func chain(from map: LinkMapIndex?) -> [Requester] {
    var chain: [Requester] = []
    var next = map
    while let index = next {
      chain.append(requester(index))
      next = self[index.rawValue].loader
    }
    return chain
  }
}
