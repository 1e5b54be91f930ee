// From exec to main, and from a name to an object: one that is there already, or a file that is
// found and entered.
//
// Source: musl ldso/dynlink.c `__dls3`, `load_library`, `load_direct_deps`, `load_deps`. A name
// without a slash is compared with the names by which others were found; DT_SONAME means nothing.
// What is missing at startup is noted and the others go on, as under musl's ldd.

internal import ELFModel

extension MuslProcess {
  mutating func startUp() {
    let program = enter(
      LinkMap(
        name: start.programName, provenance: .program, file: start.program, namespace: 0,
        origin: start.programOrigin, kind: .executable, names: []))
    for name in start.auditors {
      problems.append(.ignoredAuditor(name: name, reason: "musl has no auditors"))
    }
    for name in start.preloads {
      do throws(LoadFailure) {
        self[try load(name[...], for: nil)].isPreloaded = true
      } catch {
        problems.append(.ignoredPreload(name: name, reason: error.reason))
      }
    }
    // What is missing is in the list of problems by now.
    _ = try? loadDependencies(from: program, toleratesMissing: true)
    startupCount = maps.count
    makeGlobal(presentMaps)
    // The program may copy what libraries relocate first.
    for map in presentMaps.dropFirst() + [program] {
      _ = try? relocate(map, endsAtUndefined: false)
    }
    lookUpForLoader()
  }

  @discardableResult
  mutating func enter(_ map: LinkMap) -> LinkMapIndex {
    maps.append(map)
    states.append(MuslState())
    return LinkMapIndex(rawValue: maps.count - 1)
  }

  /// The object called `name`, loaded if it is not there.
  ///
  /// - Parameters:
  ///   - loader: the object whose run path is searched, and those of the objects that it was loaded
  ///     for; nil for none.
  ///   - mayBeNew: whether it may be loaded.
  mutating func load(_ name: ArraySlice<UInt8>, for loader: LinkMapIndex?, mayBeNew: Bool = true)
    throws(LoadFailure) -> LinkMapIndex
  {
    let isPath = name.contains(UInt8(ascii: "/"))
    if !isPath, !MuslSearch.isReserved(name),
      let known = presentMaps.first(where: { self[$0].names.contains { $0[...] == name } })
    {
      return known
    }
    switch search.find(name, for: maps.chain(from: loader), program: maps.requester(.program)) {
    case .missing:
      throw LoadFailure(
        "Error loading shared library \(text(name)): No such file or directory",
        problem: .missingLibrary(name: Array(name), neededBy: loader ?? .program))
    case .unusable(let path, let reason):
      throw LoadFailure(
        "Error loading shared library \(text(name)): \(reason)",
        problem: .unusableLibrary(path: path, reason: reason, neededBy: loader))
    case .found(let path, let file, .interpreter):
      // Another C library is only known for one once it is loaded.
      let isReserved = MuslSearch.isReserved(name)
      guard mayBeNew || isReserved || start.interpreter?.name[...] == name else {
        throw LoadFailure("\(text(name)) is not loaded")
      }
      let index = enterInterpreter(file, path)
      if isReserved, !self[index].isCalled(name) { self[index].names.append(Array(name)) }
      return index
    case .found(let path, let file, let provenance):
      if let known = presentMaps.dropFirst().first(where: {
        $0 != interpreter && self[$0].file.identity == file.identity
      }) {
        // From now on it answers to the end of the path that it was loaded under.
        if !isPath, self[known].names.isEmpty {
          self[known].names = [fileName(of: self[known].name)]
        }
        return known
      }
      guard mayBeNew else { throw LoadFailure("\(text(name)) is not loaded") }
      var map = LinkMap(
        name: path, provenance: provenance, file: file, namespace: 0, origin: folder(of: path),
        kind: eventCount == 0 ? .library : .loaded, names: isPath ? [] : [fileName(of: path)])
      map.loader = loader
      return enter(map)
    }
  }

  /// The C library takes its place in the list when it is first named.
  private mutating func enterInterpreter(_ file: ObjectFile, _ path: [UInt8]) -> LinkMapIndex {
    if let interpreter { return interpreter }
    let index = enter(
      LinkMap(
        name: path, provenance: .interpreter, file: file, namespace: 0, origin: folder(of: path),
        kind: eventCount == 0 ? .library : .loaded, names: []))
    states[index.rawValue].directDependencies = []
    interpreter = index
    return index
  }

  /// Loads what `first` and all objects after it need. The list grows meanwhile, so that it is
  /// breadth first.
  mutating func loadDependencies(from first: LinkMapIndex, toleratesMissing: Bool)
    throws(LoadFailure)
  {
    var position = first.rawValue
    while position < maps.count {
      defer { position += 1 }
      guard states[position].directDependencies == nil else { continue }
      let index = LinkMapIndex(rawValue: position)
      var needed: [LinkMapIndex] = []
      var missingCount = 0
      for name in self[index].file.needed {
        do throws(LoadFailure) {
          needed.append(try load(name, for: index))
        } catch {
          guard toleratesMissing else {
            throw LoadFailure("\(error.reason) (needed by \(text(self[index].name[...])))")
          }
          if let problem = error.problem { problems.append(problem) }
          missingCount += 1
          if missingCount >= SearchLimits.missingLibraries { break }
        }
      }
      states[position].directDependencies = needed
    }
  }

  mutating func makeGlobal(_ members: [LinkMapIndex]) {
    for member in members where !self[member].isGlobal {
      self[member].isGlobal = true
      globalList.append(member)
    }
  }
}

/// The last part of `path`.
private func fileName(of path: [UInt8]) -> [UInt8] {
  Array(path[((path.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1)...])
}
