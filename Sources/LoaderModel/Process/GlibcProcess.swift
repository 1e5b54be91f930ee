// A process under glibc's dynamic linker, as a value: what is loaded, in which namespace and scope,
// and what each reference was bound to. Nothing is executed; constructors and IFUNC resolvers, which
// could open libraries of their own, happen only as events that one asks for.
//
// Source: glibc 2.36, elf/rtld.c and the files named in each extension.

internal import ELFModel

/// What a process starts with.
public struct ProcessStart: Sendable {
  /// The program's path as messages show it.
  public var programName: [UInt8]
  /// The folder the program lies in, absolute.
  public var programOrigin: [UInt8]
  /// The program.
  public var program: ObjectFile
  /// Its dynamic linker: the name in PT_INTERP and the file; nil if that is not there.
  public var interpreter: (name: [UInt8], file: ObjectFile)?
  /// The current directory, absolute: where paths that do not begin with a slash begin.
  public var workingDirectory: [UInt8] = [UInt8(ascii: "/")]
  /// `LD_PRELOAD`, then `/etc/ld.so.preload`.
  public var preloads: [[UInt8]] = []
  /// `LD_AUDIT`.
  public var auditors: [[UInt8]] = []
  /// Whether PLT slots wait for their first call; false is `LD_BIND_NOW`.
  public var isLazy = false

  /// The folder of the file that was loaded as `path`, for `$ORIGIN`. As in glibc
  /// (`_dl_new_object`), nothing in it is made shorter.
  func origin(of path: [UInt8]) -> [UInt8] {
    let slash = UInt8(ascii: "/")
    return path.first == slash
      ? folder(of: path) : folder(of: workingDirectory + [slash] + path)
  }

  /// A start without any option.
  public init(
    _ program: ObjectFile, name: [UInt8], origin: [UInt8],
    interpreter: (name: [UInt8], file: ObjectFile)?
  ) {
    self.program = program
    programName = name
    programOrigin = origin
    self.interpreter = interpreter
  }
}

/// A list of link maps in which names are looked up apart from all others.
struct Namespace: Sendable {
  /// In the order of loading; those that left are gone.
  var maps: [LinkMapIndex] = []
  /// What `maps` answer to.
  var names = NamesInUse()
  /// The one definition of each `STB_GNU_UNIQUE` name.
  var uniqueSymbols: [ArraySlice<UInt8>: (map: LinkMapIndex, symbol: SymbolIndex)] = [:]
}

/// A process under glibc.
public struct GlibcProcess: LoadedProcess {
  let start: ProcessStart
  let search: any LibrarySearch
  /// The process between mapping and binding; nil if another process cannot begin there.
  var mapped: MappedObjects?
  var namespaces: [Namespace] = [Namespace()]
  var interpreter: LinkMapIndex?
  /// Every object that ever was in the process; an index stays what it is.
  var maps: [LinkMap] = []
  /// For each of `maps`, or what it stands for, which names it cannot have.
  var filters = BloomFilters()
  var bindings: [Binding] = []
  var problems: [ProcessProblem] = []
  var eventCount = 0

  /// The process of `start` after its startup, whose libraries `search` finds.
  public init(_ start: ProcessStart, search: any LibrarySearch) {
    self.start = start
    self.search = search
    mapObjects()
    bindObjects()
  }

  /// A process that begins where the objects of another one are mapped; nothing is bound.
  init(_ start: ProcessStart, search: any LibrarySearch, mapped: MappedObjects) {
    self.start = start
    self.search = search
    (maps, filters, namespaces) = (mapped.maps, mapped.filters, [mapped.namespace])
    (interpreter, problems) = (mapped.interpreter, mapped.problems)
  }

  /// All that has happened so far.
  public var record: ProcessRecord {
    let scopes = maps.indices.map { position in
      let map = LinkMapIndex(rawValue: position)
      return maps[position].scope.map { members(of: $0, seenFrom: map) }
    }
    return ProcessRecord(maps: maps, scopes: scopes, bindings: bindings, problems: problems)
  }

  func members(of element: ScopeElement, seenFrom owner: LinkMapIndex) -> [LinkMapIndex] {
    switch element {
    case .itself: [owner]
    case .searchList(let root): maps[root.rawValue].searchList ?? []
    }
  }

  subscript(index: LinkMapIndex) -> LinkMap {
    _read { yield maps[index.rawValue] }
    _modify { yield &maps[index.rawValue] }
  }
}

/// Why an object could not be loaded or bound.
struct LoadFailure: Error {
  /// The words of the loader, as far as it has some.
  let reason: String
  let problem: ProcessProblem?

  init(_ reason: String, problem: ProcessProblem? = nil) {
    self.reason = reason
    self.problem = problem
  }
}
