// From a name to a link map: an object that is there already, or a file that is found and entered.
//
// Source: glibc elf/dl-load.c `_dl_map_object`, elf/dl-object.c `_dl_new_object`, elf/dl-deps.c
// `_dl_map_object_deps`, elf/dl-version.c `_dl_check_map_versions`.

internal import ELFModel

extension GlibcProcess {
  @discardableResult
  mutating func enter(_ map: LinkMap) -> LinkMapIndex {
    let index = LinkMapIndex(rawValue: maps.count)
    maps.append(map)
    filters.append(map.original.map { self[$0].file } ?? map.file)
    namespaces[map.namespace].maps.append(index)
    namespaces[map.namespace].names.add(map, at: index)
    return index
  }

  /// The object called `name`, loaded if it is not there.
  ///
  /// - Parameters:
  ///   - loader: the object whose paths are searched.
  ///   - isOpened: by dlopen, after which the object has no loader.
  /// - Returns: nil if it is not there and `mode` says not to load it.
  mutating func map(
    _ name: ArraySlice<UInt8>, for loader: LinkMapIndex, kind: LinkMap.Kind, mode: OpenMode,
    isOpened: Bool, in namespace: Int
  ) throws(LoadFailure) -> LinkMapIndex? {
    // Of a name that no file has, no more is kept, compared or shown.
    let name = name.prefix(SearchLimits.pathLength)
    if let known = namespaces[namespace].names.first(called: name) { return known }
    switch search.find(name, for: maps.chain(from: loader), program: maps.requester(.program)) {
    case .missing:
      throw LoadFailure(
        "\(text(name)): cannot open shared object file: No such file or directory",
        problem: .missingLibrary(name: Array(name), neededBy: loader))
    case .unusable(let path, let reason):
      throw LoadFailure(
        "\(text(path[...])): \(reason)",
        problem: .unusableLibrary(path: path, reason: reason, neededBy: loader))
    case .found(let path, let file, let provenance):
      return try enter(
        file, path, provenance, calling: Array(name), for: isOpened ? nil : loader, kind, mode,
        in: namespace)
    }
  }

  private mutating func enter(
    _ file: ObjectFile, _ path: [UInt8], _ provenance: Provenance, calling name: [UInt8],
    for loader: LinkMapIndex?, _ kind: LinkMap.Kind, _ mode: OpenMode, in namespace: Int
  ) throws(LoadFailure) -> LinkMapIndex? {
    // Another name of a file that is there. The program's own file is never taken for one.
    if let known = namespaces[namespace].maps.first(where: {
      self[$0].file.identity == file.identity && self[$0].kind != .executable
        && self[$0].original == nil
    }) {
      self[known].names.append(name)
      namespaces[namespace].names.add(name, at: known)
      return known
    }
    var map = LinkMap(
      name: path, provenance: provenance, file: file, namespace: namespace,
      origin: start.origin(of: path), kind: kind, names: [name])
    if namespace != 0, let interpreter,
      self[interpreter].file.identity == file.identity
        || self[interpreter].isCalled(name[...])
    {
      map.original = interpreter
      map.isRelocated = true
    } else {
      if mode.contains(.noLoad) { return nil }
      try refuseProgram(file, path, isOpened: kind == .loaded)
    }
    map.loader = loader
    map.isNeverUnloadedPending = file.isNeverUnloaded
    let index = enter(map)
    self[index].scope = initialScope(of: index, mode)
    return index
  }

  /// glibc loads no PIE as a library, and opens nothing that asks not to be opened.
  private func refuseProgram(_ file: ObjectFile, _ path: [UInt8], isOpened: Bool)
    throws(LoadFailure)
  {
    let entries = file.image.dynamic.table
    let reason: String
    if entries.has(DynamicTag.flags1PIE, in: .flags1) {
      reason = "cannot dynamically load position-independent executable"
    } else if isOpened, entries.has(DynamicTag.flags1NoOpen, in: .flags1) {
      reason = "shared object cannot be dlopen()ed"
    } else {
      return
    }
    throw LoadFailure(
      "\(text(path[...])): \(reason)",
      problem: .unusableLibrary(path: path, reason: reason, neededBy: nil))
  }

  /// The global scope of the namespace, then the search list of the object at the root; the other
  /// way round for RTLD_DEEPBIND. This is settled when the object is loaded and never again.
  private func initialScope(of index: LinkMapIndex, _ mode: OpenMode) -> [ScopeElement] {
    var root = index
    while let loader = self[root].loader { root = loader }
    let own = ScopeElement.searchList(of: root)
    // The first object of a namespace owns its global scope.
    let first = namespaces[self[index].namespace].maps[0]
    var scope = [own]
    if first != root {
      let global = ScopeElement.searchList(of: first)
      scope = mode.contains(.deepBind) ? [own, global] : [global, own]
    }
    if self[index].file.isSymbolic, !mode.contains(.deepBind), scope[0] != .searchList(of: index) {
      scope.insert(.itself, at: 0)
    }
    return scope
  }

  /// The versions that `index` needs of libraries that do not have them.
  func missingVersions(of index: LinkMapIndex) -> [ProcessProblem] {
    let image = self[index].file.image
    var definitions: [UInt32: (library: LinkMapIndex, versions: NameSet?)] = [:]
    return image.versionNeeds.compactMap { need in
      let name = image.libraryName(at: UInt64(need.libraryOffset))
      if definitions[need.libraryOffset] == nil {
        guard
          let library = namespaces[self[index].namespace].names.first(called: name)
        else { return nil }
        definitions[need.libraryOffset] = (library, definedVersions(of: library))
      }
      let version = Array(image.strings.table.name(at: need.nameOffset))
      guard !need.isWeak, let (library, versions) = definitions[need.libraryOffset], let versions,
        !versions.contains(version[...])
      else { return nil }
      return .missingVersion(version: version, library: library, neededBy: index)
    }
  }

  /// The versions that a library defines; nil if it has none, and then serves every version.
  private func definedVersions(of library: LinkMapIndex) -> NameSet? {
    let image = self[self[library].original ?? library].file.image
    return image.versionDefinitionList.map { list in
      NameSet(list.table.map { Array(image.strings.table.name(at: $0.nameOffset)) })
    }
  }
}

func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

/// The folder of `path`, as ld.so takes it for `$ORIGIN`.
func folder(of path: [UInt8]) -> [UInt8] {
  guard let slash = path.lastIndex(of: UInt8(ascii: "/")) else { return [UInt8(ascii: ".")] }
  return slash == 0 ? [UInt8(ascii: "/")] : Array(path[..<slash])
}
