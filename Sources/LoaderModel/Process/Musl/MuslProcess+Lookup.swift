// Looking a name up in a list of objects: the first that has it wins.
//
// Source: musl ldso/dynlink.c `find_sym2`, `do_dlsym`.

internal import ELFModel

extension MuslProcess {
  func find(_ query: SymbolQuery, in list: some Sequence<LinkMapIndex>) -> Definition? {
    for map in list {
      if let symbol = self[map].file.muslMatch(for: query) {
        return Definition(map: map, symbol: symbol)
      }
    }
    return nil
  }

  /// dlsym by the object `caller`.
  mutating func lookUp(
    _ name: ArraySlice<UInt8>, _ handle: SymbolHandle, caller: LinkMapIndex
  ) throws(LoadFailure) {
    switch handle {
    case .default: lookUp(name, in: globalList, from: caller)
    case .next: lookUp(name, in: objects(after: caller), from: caller)
    case .object(let handleName):
      let root = try object(handleName)
      guard root != .program else { return lookUp(name, in: globalList, from: root) }
      gatherDependencies(of: root)
      lookUp(name, in: self[root].searchList ?? [], from: root)
    }
  }

  /// Whether someone else's allocator is in use.
  mutating func lookUpForLoader() {
    guard let interpreter else { return }
    for name in ["malloc", "aligned_alloc"] {
      lookUp(
        Array(name.utf8)[...], in: globalList, from: interpreter, typeClass: .plt, cause: .loader)
    }
  }

  private mutating func lookUp(
    _ name: ArraySlice<UInt8>, in list: [LinkMapIndex], from map: LinkMapIndex,
    typeClass: TypeClass = [], cause: Binding.Cause = .dlsym
  ) {
    let found = find(SymbolQuery(name, version: nil, typeClass: typeClass), in: list)
    bindings.append(
      Binding(
        reference: map, symbol: nil, place: nil, name: name, version: nil, typeClass: typeClass,
        target: found.map { .definition($0.map, $0.symbol) } ?? .nothing, isProtected: false,
        cause: cause, event: eventCount, count: 1))
  }

  /// What RTLD_NEXT searches: the object that was loaded after `caller`, then those that follow it
  /// in the global list. Behind the last object of startup stands the kernel's (vDSO), which is in
  /// no such list.
  private func objects(after caller: LinkMapIndex) -> [LinkMapIndex] {
    guard caller.rawValue != startupCount - 1, let next = presentMaps.first(where: { $0 > caller })
    else { return [] }
    guard let place = globalList.firstIndex(of: next) else { return [next] }
    return Array(globalList[place...])
  }

  /// Lists `root`, then all that it needs, breadth first. As in musl, `root` is there again if what
  /// it needs leads back to it, and what it names twice is there twice.
  mutating func gatherDependencies(of root: LinkMapIndex) {
    guard self[root].searchList == nil else { return }
    var list = states[root.rawValue].directDependencies ?? []
    var members = Set(list)
    var position = 0
    while position < list.count {
      let needed = states[list[position].rawValue].directDependencies ?? []
      list += needed.filter { members.insert($0).inserted }
      position += 1
    }
    self[root].searchList = [root] + list
  }
}
