// What the program does later: dlopen, dlclose, dlsym, the first call of a function.
//
// Source: glibc elf/dl-open.c `dl_open_worker`, elf/dl-sym.c `do_sym`.

internal import ELFModel

extension GlibcProcess {
  /// Lets `event` happen. One that fails, as the call in the program would, leaves a problem and
  /// the process as that call leaves it.
  public mutating func perform(_ event: ProcessEvent) {
    eventCount += 1
    do throws(LoadFailure) {
      switch event {
      case .open(let name, let mode, let caller, let namespace):
        _ = try open(name[...], mode, caller: try object(caller), in: namespace)
      case .close(let name, let namespace):
        try close(try object(name, in: namespace))
      case .lookUp(let name, let version, let handle, let caller, let namespace):
        try lookUp(
          name[...], version: version, handle, caller: try object(caller, in: namespace), namespace)
      case .call(let name, let caller):
        try callFirst(name[...], in: try object(caller))
      }
    } catch {
      problems.append(.failedEvent(eventCount, reason: error.reason))
    }
  }

  /// The object that an event names: by a path, which stands for the file that it leads to, or by
  /// soname or file name, which must be that of one object. Without a namespace, that of the program
  /// comes before the others.
  private func object(_ word: [UInt8]?, in namespace: Int? = nil) throws(LoadFailure)
    -> LinkMapIndex
  {
    guard let word else { return .program }
    let name = word[...]
    for number in namespaces.indices where namespace == nil || namespace == number {
      let members = namespaces[number].maps
      if let known = members.first(where: { self[$0].isCalled(name) || self[$0].name == word }) {
        return known
      }
      let found =
        word.contains(UInt8(ascii: "/"))
        ? members.filter { self[$0].file.identity == identity(ofFileAt: name) }
        : members.filter { self[$0].isFileCalled(name) }
      guard found.count < 2 else {
        throw LoadFailure("several objects are called \(text(name)): say which by its path")
      }
      if let map = found.first { return map }
    }
    throw LoadFailure("\(text(name)) is not in the process")
  }

  private func identity(ofFileAt path: ArraySlice<UInt8>) -> FileIdentity? {
    let program = maps.requester(.program)
    guard case .found(_, let file, _) = search.find(path, for: [program], program: program) else {
      return nil
    }
    return file.identity
  }

  mutating func open(
    _ name: ArraySlice<UInt8>, _ mode: OpenMode, caller: LinkMapIndex, in target: TargetNamespace
  ) throws(LoadFailure) -> LinkMapIndex? {
    if mode.contains(.global) { try refuseGlobal(target, caller) }
    let namespace = try namespaceNumber(target, of: caller)
    guard
      let new = try map(
        name, for: caller, kind: .loaded, mode: mode, isOpened: true, in: namespace)
    else { return nil }
    self[new].openCount += 1
    if self[new].searchList != nil {
      if mode.contains(.global) { addToGlobalScope(new) }
      if mode.contains(.noDelete) { self[new].isNeverUnloaded = true }
      return new
    }
    do throws(LoadFailure) {
      if mode.contains(.noDelete) { self[new].isNeverUnloadedPending = true }
      try mapDependencies(
        of: new, preloads: [], mode: mode.intersection(.deepBind), toleratesMissing: false)
      try bindNew(of: new, mode)
    } catch {
      closeWorker(new)
      throw error
    }
    activateNoDelete(in: namespace)
    extendScopes(with: new)
    let searchList = self[new].searchList ?? []
    for map in searchList { self[map].isInitialised = true }
    if mode.contains(.global) { addToGlobalScope(new) }
    return new
  }

  private mutating func bindNew(of new: LinkMapIndex, _ mode: OpenMode) throws(LoadFailure) {
    for map in self[new].searchList ?? [] where !self[map].isRelocated {
      if case .missingVersion(let version, let library, _) = missingVersions(of: map).first {
        throw LoadFailure(
          "\(text(self[library].name[...])): version `\(text(version[...]))' not found "
            + "(required by \(text(self[map].name[...])))")
      }
    }
    for map in self[new].initialisationOrder.reversed() where !self[map].isRelocated {
      try relocate(
        map, isLazy: start.isLazy && !mode.contains(.now), endsAtUndefined: true)
    }
  }

  private mutating func namespaceNumber(_ target: TargetNamespace, of caller: LinkMapIndex)
    throws(LoadFailure) -> Int
  {
    switch target {
    case .callers: return self[caller].namespace
    case .number(let number):
      guard
        number == 0
          || namespaces.indices.contains(number)
            && namespaces[number].maps.first.map({ !self[$0].isAuditor }) ?? false
      else { throw LoadFailure("invalid target namespace in dlmopen()") }
      return number
    case .new:
      if let free = namespaces.indices.dropFirst().first(where: { namespaces[$0].maps.isEmpty }) {
        namespaces[free] = Namespace()
        return free
      }
      guard namespaces.count < 16 else {
        throw LoadFailure("no more namespaces available for dlmopen()")
      }
      namespaces.append(Namespace())
      return namespaces.count - 1
    }
  }

  /// Only the program's namespace has a global scope that can grow: dlmopen refuses the mode (glibc
  /// dlfcn/dlmopen.c), and a dlopen from within another namespace ends the process (glibc bug 22745).
  private func refuseGlobal(_ target: TargetNamespace, _ caller: LinkMapIndex) throws(LoadFailure) {
    switch target {
    case .callers where self[caller].namespace != 0:
      throw LoadFailure("RTLD_GLOBAL within a namespace of dlmopen: the process crashes")
    case .callers, .number(0): return
    case .new, .number: throw LoadFailure("invalid mode")
    }
  }

  private mutating func addToGlobalScope(_ map: LinkMapIndex) {
    for member in self[map].searchList ?? [] where !self[member].isGlobal {
      self[member].isGlobal = true
      self[.program].searchList?.append(member)
    }
  }

  private mutating func activateNoDelete(in namespace: Int) {
    for map in namespaces[namespace].maps where self[map].isNeverUnloadedPending {
      self[map].isNeverUnloaded = true
      self[map].isNeverUnloadedPending = false
    }
  }

  /// Objects that were there already and are needed by `new` look names up in its search list, too;
  /// but none that came at startup.
  private mutating func extendScopes(with new: LinkMapIndex) {
    let element = ScopeElement.searchList(of: new)
    for map in self[new].searchList ?? []
    where self[map].isInitialised && self[map].kind == .loaded
      && !self[map].scope.contains(element)
    {
      self[map].scope.append(element)
    }
  }

  private mutating func lookUp(
    _ name: ArraySlice<UInt8>, version: [UInt8]?, _ handle: SymbolHandle, caller: LinkMapIndex,
    _ namespace: Int?
  ) throws(LoadFailure) {
    let query = SymbolQuery(
      name, version: version.map { VersionName(name: $0[...], isHidden: true) },
      wantsNewest: version == nil)
    switch handle {
    case .default:
      lookUp(
        query, from: caller, symbol: nil, scope: self[caller].scope, cause: .dlsym,
        addsDependency: true)
    case .next:
      var root = caller
      while let loader = self[root].loader { root = loader }
      lookUp(
        query, from: caller, symbol: nil, scope: [.searchList(of: root)], skipped: caller,
        cause: .dlsym)
    case .object(let handleName):
      let map = try object(handleName, in: namespace)
      guard self[map].searchList != nil else {
        throw LoadFailure(
          "\(text(self[map].name[...])) was not opened, so there is no handle of it")
      }
      lookUp(
        query, from: map, symbol: nil, scope: [.searchList(of: map)], cause: .dlsym)
    }
  }
}
