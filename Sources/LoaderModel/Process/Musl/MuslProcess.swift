// A process under musl's dynamic linker, as a value. There is one list of objects, in which every
// name is looked up from its head, and each object is bound when it is loaded. Nothing is executed.
//
// Source: musl 1.2.3, ldso/dynlink.c. Audit modules, RTLD_DEEPBIND, RTLD_NODELETE, LD_BIND_NOW,
// DT_SYMBOLIC and the versions of references mean nothing to it. Invariant: the program heads the
// global list, and no object is in it twice.

internal import ELFModel

/// A process under musl.
public struct MuslProcess: LoadedProcess {
  let start: ProcessStart
  let search: any LibrarySearch
  /// Every object that ever was in the process, in the order of loading.
  var maps: [LinkMap] = []
  /// What musl alone knows of each of them.
  var states: [MuslState] = []
  /// The objects in which names are looked up (`syms_next`).
  var globalList: [LinkMapIndex] = []
  /// The C library, which is the dynamic linker; nil until some object needs it.
  var interpreter: LinkMapIndex?
  /// The objects that may lack something, the latest first (`lazy_head`).
  var waiting: [LinkMapIndex] = []
  /// How many objects were there when the program began.
  var startupCount = 0
  var bindings: [Binding] = []
  var problems: [ProcessProblem] = []
  var eventCount = 0

  /// The process of `start` after its startup, whose libraries `search` finds.
  public init(_ start: ProcessStart, search: any LibrarySearch) {
    self.start = start
    self.search = search
    startUp()
  }

  /// All that has happened so far. The scope of an object is the global list as it is now; of one
  /// that was opened, there follows what else it saw while it was bound.
  public var record: ProcessRecord {
    let scopes = states.map { state in
      let others = state.passingScope.filter { !self[$0].isGlobal }
      return others.isEmpty ? [globalList] : [globalList, others]
    }
    return ProcessRecord(maps: maps, scopes: scopes, bindings: bindings, problems: problems)
  }

  /// Those that are in the process now, in the order of loading.
  var presentMaps: [LinkMapIndex] {
    maps.indices.map(LinkMapIndex.init(rawValue:)).filter { !self[$0].isUnloaded }
  }

  subscript(index: LinkMapIndex) -> LinkMap {
    _read { yield maps[index.rawValue] }
    _modify { yield &maps[index.rawValue] }
  }
}

/// What musl knows of an object beside its link map, whose `searchList` holds the object and all
/// that it needs, for dlsym, and whose `names` hold the one by which it was found (`shortname`).
struct MuslState: Sendable {
  /// What its DT_NEEDED name, in that order; nil until that is loaded.
  var directDependencies: [LinkMapIndex]?
  /// Objects that were in the global list while it was bound, and left it afterwards.
  var passingScope: [LinkMapIndex] = []
  /// Whether what it lacks may be found later.
  var defersMissing = false
  /// What it lacks so far.
  var deferred: [DeferredRelocation] = []
}

/// A relocation whose symbol was missing when its object was opened.
struct DeferredRelocation: Sendable {
  /// Where its binding stands in the list of them.
  let binding: Int
  /// `r_offset`.
  let offset: UInt64
}
