// dlclose: what leaves the process, and what stays in which scope.
//
// Source: glibc elf/dl-close.c `_dl_close_worker`. An object stays if it was there at startup, is
// still open, may never leave, or is needed by one that stays; then the scopes of those that stay
// lose the search lists of those that left. An object that has no search list of its own gets one from
// what it needs directly, which replaces the first list that it loses in the same call: what only its
// owner brought is out of its sight from then on. If it loses one only later, nothing replaces that.

internal import ELFModel

extension GlibcProcess {
  mutating func close(_ map: LinkMapIndex) throws(LoadFailure) {
    if self[map].isNeverUnloaded { return }
    guard self[map].openCount > 0 else { throw LoadFailure("shared object not open") }
    closeWorker(map)
  }

  mutating func closeWorker(_ map: LinkMapIndex) {
    self[map].openCount -= 1
    guard self[map].openCount == 0, self[map].kind == .loaded else { return }
    let namespace = self[map].namespace
    let staying = stayingMaps(in: namespace)
    let members = namespaces[namespace].maps
    for member in members where !staying.contains(member) { self[member].isUnloaded = true }
    for member in members where staying.contains(member) && self[member].kind == .loaded {
      mendScope(of: member, staying)
    }
    namespaces[namespace].maps = members.filter(staying.contains)
    var names = NamesInUse()
    for member in namespaces[namespace].maps { names.add(self[member], at: member) }
    namespaces[namespace].names = names
    namespaces[namespace].uniqueSymbols = namespaces[namespace].uniqueSymbols.filter {
      !maps[$0.value.map.rawValue].isUnloaded
    }
    if namespace == 0 {
      self[.program].searchList = self[.program].searchList?.filter {
        !maps[$0.rawValue].isUnloaded
      }
    }
  }

  private func stayingMaps(in namespace: Int) -> Set<LinkMapIndex> {
    var staying = Set<LinkMapIndex>()
    var open = namespaces[namespace].maps.filter {
      self[$0].kind != .loaded || self[$0].openCount > 0 || self[$0].isNeverUnloaded
    }
    while let map = open.popLast() {
      guard staying.insert(map).inserted else { continue }
      open += self[map].initialisationOrder
      open += self[map].relocationDependencies
    }
    return staying
  }

  private mutating func mendScope(of map: LinkMapIndex, _ staying: Set<LinkMapIndex>) {
    let isLost = { (element: ScopeElement) in
      if case .searchList(let owner) = element { !staying.contains(owner) } else { false }
    }
    // Whoever has no search list gets one now; in the scope it stands only if it does not come too
    // early, before the first loss.
    var replacement: ScopeElement?
    if self[map].searchList == nil, !self[map].initialisationOrder.isEmpty {
      self[map].searchList = self[map].initialisationOrder
      replacement = .searchList(of: map)
    }
    if self[map].scope.contains(where: isLost) {
      self[map].scope = self[map].scope.compactMap { element in
        guard isLost(element) else { return element }
        defer { replacement = nil }
        return replacement
      }
    }
    if let loader = self[map].loader, !staying.contains(loader) { self[map].loader = nil }
  }
}
