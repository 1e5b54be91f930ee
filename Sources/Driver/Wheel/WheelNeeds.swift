// What files of a wheel need of each other though no process shows it. A module may find a library's names
// because Python code opened that library before it for all to see (RTLD_GLOBAL), or a library because
// somebody else opened the file with that soname before; the model of its process then has the name bound
// to nothing, or to another library with that soname. Such a name stays in every file of the wheel that
// has it.

internal import ELFModel
internal import LoaderModel
internal import Storage

/// What the processes of a wheel's files leave open, before anything is demoted.
struct WheelNeeds {
  /// For each file of the wheel the symbols that others may find there.
  private(set) var needs: [FilePath: PackedNeeds] = [:]
  private let seen: [ProcessLook]

  /// Finds what the files of `contents` refer to.
  ///
  /// - Parameters:
  ///   - options: what the processes start with, and what happens in them.
  ///   - jobCount: how many are made at once; nil for as many as there are processors.
  init(of contents: WheelContents, _ options: ProcessOptions, jobCount: Int?) {
    let offered = OfferedNames(contents.objects)
    let loaders = Set(contents.loaders.joined()).sorted()
    let threads = jobCount ?? processorCount
    let world = ProcessWorld(options)
    let looks = { (programs: [Int]) in
      mapInParallel(programs.count, threadCount: threads) { place in
        ProcessLook(of: programs[place], contents, offered, in: world.workshop())
      }
    }
    let first = looks(loaders)
    // A file that its loaders do not come to is looked at alone.
    var alone: Set<Int> = []
    for look in first {
      alone.formUnion(contents.reached[look.program].subtracting(look.present))
    }
    seen = first + looks(alone.subtracting(loaders).sorted())
    for user in contents.objects.indices {
      let own = seen.filter { $0.present.contains(user) }
      let absent = own.reduce(into: Set()) {
        $0.formUnion(contents.reached[user].subtracting($1.present))
      }
      var open = SymbolSet()
      for look in own { open.formUnion(look.open[user] ?? []) }
      note(offered.wanted[user], of: user, open: open, notLoaded: absent, in: contents.objects)
    }
  }

  /// Notes who has what `user` refers to by `wanted`: of all files, those of the `open` references, and of
  /// those that are `notLoaded` all.
  private mutating func note(
    _ wanted: SymbolSet, of user: Int, open: SymbolSet, notLoaded: Set<Int>,
    in objects: [WheelContents.Object]
  ) {
    guard !open.isEmpty || !notLoaded.isEmpty else { return }
    let file = objects[user].file
    for owner in objects.indices where owner != user {
      let (path, other) = (objects[owner].path, objects[owner].file)
      guard other.image.header.isOfSameKind(as: file.image.header) else { continue }
      for symbol in notLoaded.contains(owner) ? wanted : open {
        guard
          let found = other.definition(
            of: file.image.name(of: symbol), version: file.version(of: symbol)),
          !other.image[found].isUndefined
        else { continue }
        if file.image[symbol].binding == .weak {
          needs[path, default: PackedNeeds()].wanted.insert(found)
        } else {
          needs[path, default: PackedNeeds()].needed.insert(found)
        }
      }
    }
  }

  /// Libraries that are not found in the processes of `programs`, in the order of their names, each with the
  /// files that need it.
  func missingLibraries(in programs: Set<Int>) -> [(name: [UInt8], neededBy: [FilePath])] {
    var needers: [[UInt8]: Set<FilePath>] = [:]
    for look in seen where programs.contains(look.program) {
      for (name, needer) in look.missing { needers[name, default: []].insert(needer) }
    }
    return needers.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { name, needers in
      (name, needers.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) })
    }
  }
}

/// The names that files of a wheel leave undefined and others define.
private struct OfferedNames: Sendable {
  /// For each file the undefined symbols of which some other has a definition.
  let wanted: [SymbolSet]

  init(_ objects: [WheelContents.Object]) {
    var undefined = NameSet()
    for object in objects {
      let image = object.file.image
      for symbol in image.symbolIndices where image.refersOutside(by: symbol) {
        undefined.insert(image.name(of: symbol))
      }
    }
    var offered = NameSet()
    for object in objects {
      let image = object.file.image
      for symbol in image.exports where undefined.contains(image.name(of: symbol)) {
        offered.insert(image.name(of: symbol))
      }
    }
    let all = offered
    wanted = objects.map { object in
      let image = object.file.image
      return SymbolSet(
        image.symbolIndices.filter {
          image.refersOutside(by: $0) && all.contains(image.name(of: $0))
        })
    }
  }
}

/// What one process tells of the files of a wheel.
private struct ProcessLook: Sendable {
  /// Whose process it is.
  let program: Int
  /// The files of the wheel that it loads.
  private(set) var present: Set<Int> = []
  /// For each of these the wanted symbols that are bound to nothing.
  private(set) var open: [Int: SymbolSet] = [:]
  /// Libraries that are not found, each with the file that needs it.
  private(set) var missing: [(name: [UInt8], neededBy: FilePath)] = []

  init(
    of program: Int, _ contents: WheelContents, _ offered: OfferedNames,
    in workshop: ProcessWorkshop
  ) {
    self.program = program
    guard let record = try? workshop.process(of: contents.objects[program].path) else {
      // Who asks for the process again is told why there is none.
      present = [program]
      open[program] = offered.wanted[program]
      return
    }
    var positions: [FileIdentity: Int] = [:]
    for (position, object) in contents.objects.enumerated() {
      positions[object.file.identity] = position
    }
    var bound = [SymbolSet](repeating: [], count: record.maps.count)
    for binding in record.bindings where binding.definer != nil {
      if let symbol = binding.symbol { bound[binding.reference.rawValue].insert(symbol) }
    }
    for map in record.indices {
      guard let position = positions[record[map].file.identity] else { continue }
      present.insert(position)
      open[position, default: []].formUnion(
        offered.wanted[position].subset { !bound[map.rawValue].contains($0) })
    }
    for case .missingLibrary(let name, let needer) in record.problems {
      // As the archive has it, whatever way the loader took.
      let path = positions[record[needer].file.identity].map { contents.objects[$0].path }
      missing.append((name, path ?? FilePath(record[needer].name)))
    }
  }
}

extension DynamicImage {
  /// Whether the entry at `symbol` asks other files for a definition.
  fileprivate func refersOutside(by symbol: SymbolIndex) -> Bool {
    self[symbol].isUndefined && !self[symbol].isLocal
  }
}
