// What the program does later. What musl does not have, or does only in name, is told as a failure
// or does nothing: there are no namespaces, dlclose closes nothing, and no call waits to be bound.
//
// Source: musl ldso/dynlink.c `dlopen`; src/ldso/dlclose.c.

internal import ELFModel

extension MuslProcess {
  /// Lets `event` happen. One that fails, as the call in the program would, leaves a problem and
  /// the process as that call leaves it.
  public mutating func perform(_ event: ProcessEvent) {
    eventCount += 1
    do throws(LoadFailure) {
      switch event {
      case .open(let name, let mode, let caller, let namespace):
        guard namespace == .callers else { throw LoadFailure("musl has no dlmopen") }
        _ = try object(caller)
        try open(name[...], mode)
      case .close(let name, let namespace):
        try requireOnlyNamespace(namespace)
        _ = try object(name)
      case .lookUp(let name, let version, let handle, let caller, let namespace):
        try requireOnlyNamespace(namespace)
        guard version == nil else { throw LoadFailure("musl has no dlvsym") }
        try lookUp(name[...], handle, caller: try object(caller))
      case .call(let name, let caller):
        let map = try object(caller)
        throw LoadFailure(
          "no PLT slot of \(text(name[...])) waits in \(text(self[map].name[...])): "
            + "musl binds all of them when it loads an object")
      }
    } catch {
      problems.append(.failedEvent(eventCount, reason: error.reason))
    }
  }

  private func requireOnlyNamespace(_ namespace: Int?) throws(LoadFailure) {
    guard namespace ?? 0 == 0 else { throw LoadFailure("musl has no namespaces") }
  }

  /// The object that an event names by path, soname or file name; the one that was loaded last, if
  /// there are several.
  func object(_ name: [UInt8]?) throws(LoadFailure) -> LinkMapIndex {
    guard let name else { return .program }
    let fileName = name[((name.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1)...]
    let present = presentMaps
    if let map = present.last(where: { self[$0].isCalled(name[...]) || self[$0].name == name })
      ?? present.last(where: { self[$0].isFileCalled(fileName) })
    {
      return map
    }
    throw LoadFailure("\(text(name[...])) is not in the process")
  }

  private mutating func open(_ name: ArraySlice<UInt8>, _ mode: OpenMode) throws(LoadFailure) {
    let loadedCount = maps.count
    let globalCount = globalList.count
    let waitingBefore = waiting
    do throws(LoadFailure) {
      let opened = try loadForOpening(name, mode)
      try loadDependencies(from: opened, toleratesMissing: false)
      gatherDependencies(of: opened)
      try bind(opened, mode)
    } catch {
      shortenGlobalList(to: globalCount)
      waiting = waitingBefore
      forget(maps[loadedCount...].indices)
      throw error
    }
    if !mode.contains(.global) { shortenGlobalList(to: globalCount) }
    try retryDeferred()
  }

  private mutating func loadForOpening(_ name: ArraySlice<UInt8>, _ mode: OpenMode)
    throws(LoadFailure) -> LinkMapIndex
  {
    let mayBeNew = !mode.contains(.noLoad)
    do throws(LoadFailure) {
      // Whoever calls dlopen, the run path of the program is searched.
      return try load(name, for: .program, mayBeNew: mayBeNew)
    } catch {
      throw mayBeNew ? error : LoadFailure("Library \(text(name)) is not already loaded")
    }
  }

  /// Binds what is new, with `opened` and all that it needs at the end of the global list.
  private mutating func bind(_ opened: LinkMapIndex, _ mode: OpenMode) throws(LoadFailure) {
    let isNew = !self[opened].isRelocated
    guard isNew || mode.contains(.global) else { return }
    let members = self[opened].searchList ?? []
    let globalCount = globalList.count
    makeGlobal(members)
    guard isNew else { return }
    let passing = Array(globalList[globalCount...])
    if !mode.contains(.now) {
      for map in members where !self[map].isRelocated && !self[map].file.bindsNowUnderMusl {
        deferMissing(of: map)
      }
    }
    for map in presentMaps where map >= opened && !self[map].isRelocated {
      states[map.rawValue].passingScope = passing
      try relocate(map, endsAtUndefined: true)
    }
  }

  private mutating func shortenGlobalList(to count: Int) {
    for map in globalList[count...] { self[map].isGlobal = false }
    globalList.removeSubrange(count...)
  }

  private mutating func forget(_ positions: Range<Int>) {
    for position in positions {
      maps[position].isUnloaded = true
      if interpreter?.rawValue == position { interpreter = nil }
    }
  }
}
