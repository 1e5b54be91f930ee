// Looking a name up in a scope.
//
// Source: glibc elf/dl-lookup.c `_dl_lookup_symbol_x`, `do_lookup_x`, `do_lookup_unique`,
// `add_dependency`.

internal import ELFModel

/// A definition in a process.
struct Definition: Equatable {
  let map: LinkMapIndex
  let symbol: SymbolIndex
}

extension GlibcProcess {
  /// Looks `query` up for `map` and notes what it came to.
  ///
  /// - Parameters:
  ///   - symbol: the entry of the referring object, if a relocation asks.
  ///   - skipped: the object behind which the search begins (`RTLD_NEXT`).
  ///   - addsDependency: whether a library that the name is found in must stay while `map` does.
  @discardableResult
  mutating func lookUp(
    _ query: SymbolQuery, from map: LinkMapIndex, symbol: SymbolIndex?, place: UInt64? = nil,
    scope: [ScopeElement], skipped: LinkMapIndex? = nil, cause: Binding.Cause,
    addsDependency: Bool = false
  ) -> Binding {
    let reference = symbol.map { self[map].file.image[$0] }
    var found = find(query, from: map, symbol, scope, skipped, cause)
    let isProtected = reference?.visibility == .protected
    if isProtected, let symbol, let elsewhere = found {
      var calls = query
      calls.typeClass = .plt
      let decisive =
        query.typeClass == .plt ? elsewhere : find(calls, from: map, symbol, scope, skipped, cause)
      if let decisive, decisive.map != map { found = Definition(map: map, symbol: symbol) }
    }
    if addsDependency, let found, self[found.map].kind == .loaded {
      addDependency(of: map, on: found.map, cause)
    }
    let isWeak = reference?.binding == .weak
    let target: Binding.Target =
      if let found {
        .definition(found.map, found.symbol)
      } else if isWeak || cause == .dlsym || cause == .loader {
        .nothing
      } else {
        .undefined
      }
    let binding = Binding(
      reference: map, symbol: symbol, place: place, name: query.name, version: query.version,
      typeClass: query.typeClass, target: target, isProtected: isProtected,
      cause: cause, event: eventCount, count: 1)
    bindings.append(binding)
    return binding
  }

  private mutating func find(
    _ query: SymbolQuery, from map: LinkMapIndex, _ symbol: SymbolIndex?, _ scope: [ScopeElement],
    _ skipped: LinkMapIndex?, _ cause: Binding.Cause
  ) -> Definition? {
    for (position, element) in scope.enumerated() {
      let list = members(of: element, seenFrom: map)
      let start = position == 0 ? skipped.flatMap { list.firstIndex(of: $0) } ?? 0 : 0
      for member in list[min(start, list.count)...]
      where filters.pass(query.gnuHash, to: member) {
        let candidate = self[member].original ?? member
        if candidate == skipped || self[candidate].isUnloaded { continue }
        if query.typeClass.contains(.copy), self[candidate].kind == .executable { continue }
        let file = self[candidate].file
        guard let index = file.match(for: query) else { continue }
        let definition = file.image[index]
        if definition.visibility.isClosed { continue }
        switch definition.binding {
        case .global, .weak: return Definition(map: candidate, symbol: index)
        case .unique:
          return uniqueDefinition(
            of: query, Definition(map: candidate, symbol: index), for: map, symbol, cause)
        default: continue
        }
      }
    }
    return nil
  }

  /// The namespace's one definition of the name, which is `found` if there is none yet.
  private mutating func uniqueDefinition(
    of query: SymbolQuery, _ found: Definition, for map: LinkMapIndex, _ symbol: SymbolIndex?,
    _ cause: Binding.Cause
  ) -> Definition {
    let namespace = self[found.map].namespace
    let isCopy = query.typeClass.contains(.copy)
    if let (known, index) = namespaces[namespace].uniqueSymbols[query.name] {
      return isCopy ? found : Definition(map: known, symbol: index)
    }
    if isCopy, let symbol {
      namespaces[namespace].uniqueSymbols[query.name] = (map, symbol)
    } else {
      namespaces[namespace].uniqueSymbols[query.name] = (found.map, found.symbol)
      if self[found.map].kind == .loaded { keepForEver(found.map, cause) }
    }
    return found
  }

  /// Notes that `library`, which can be closed, must stay as long as `map` does.
  private mutating func addDependency(
    of map: LinkMapIndex, on library: LinkMapIndex, _ cause: Binding.Cause
  ) {
    guard map != library, !self[library].isNeverUnloaded,
      !(cause == .relocation && self[library].isNeverUnloadedPending)
    else { return }
    if self[map].initialisationOrder.contains(library)
      || self[map].relocationDependencies.contains(library)
    {
      return
    }
    if self[map].kind != .loaded {
      // An object that never leaves keeps it for ever.
      keepForEver(library, cause)
    } else {
      self[map].relocationDependencies.append(library)
    }
  }

  /// Makes `map` stay until the process ends; while objects are being bound, only if their dlopen
  /// succeeds.
  private mutating func keepForEver(_ map: LinkMapIndex, _ cause: Binding.Cause) {
    if cause == .relocation {
      self[map].isNeverUnloadedPending = true
    } else {
      self[map].isNeverUnloaded = true
    }
  }
}
