// Binding an object's references when it is loaded, and again what it lacked, when others are.
//
// Source: musl ldso/dynlink.c `reloc_all`, `do_relocs`, `prepare_lazy`, `redo_lazy_relocs`. Each
// relocation looks its symbol up anew; a symbol is recorded once for each kind of lookup.

internal import ELFModel

extension MuslProcess {
  /// Binds what `index` refers to.
  ///
  /// - Parameter endsAtUndefined: whether the first name without a definition ends it.
  mutating func relocate(_ index: LinkMapIndex, endsAtUndefined: Bool) throws(LoadFailure) {
    self[index].isRelocated = true
    let image = self[index].file.image
    guard let types = image.header.machine.relocationTypes else { return }
    let muslTypes = MuslRelocationTypes(of: image.header)
    let symbolCount = image.symbols.table.count
    // Where the binding of each symbol stands, for each class.
    var known = [Int32](repeating: -1, count: symbolCount * 3)
    for name in ["DT_JMPREL", "DT_REL", "DT_RELA"] {
      guard let table = image.relocations.first(where: { $0.table.name == name })?.table else {
        continue
      }
      for relocation in table.symbolic where relocation.type != 0 {
        guard relocation.symbol.position < symbolCount else { continue }
        let typeClass = TypeClass(underMuslOf: relocation.type, on: types)
        let slot = relocation.symbol.position * 3 + Int(typeClass.rawValue)
        if known[slot] < 0 {
          known[slot] = Int32(bindings.count)
          bindings.append(
            binding(
              of: relocation.symbol, at: relocation.offset, in: index, typeClass, event: eventCount)
          )
        } else if bindings[Int(known[slot])].target != .itself {
          bindings[Int(known[slot])].count += 1
        }
        try check(
          Int(known[slot]), relocation, muslTypes, endsAtUndefined: endsAtUndefined)
      }
    }
  }

  private func binding(
    of symbol: SymbolIndex, at place: UInt64?, in index: LinkMapIndex, _ typeClass: TypeClass,
    event: Int
  ) -> Binding {
    let file = self[index].file
    let entry = file.image[symbol]
    let query = SymbolQuery(file.image.name(of: symbol), version: nil, typeClass: typeClass)
    let target: Binding.Target =
      if entry.isLocal {
        .itself
      } else if let found = find(query, in: globalList.dropFirst(typeClass == .copy ? 1 : 0)) {
        .definition(found.map, found.symbol)
      } else if entry.isUndefined, entry.binding == .weak {
        .nothing
      } else {
        .undefined
      }
    return Binding(
      reference: index, symbol: symbol, place: place, name: query.name,
      version: file.version(of: symbol), typeClass: typeClass, target: target,
      isProtected: entry.visibility == .protected,
      cause: .relocation, event: event, count: entry.isLocal ? 0 : 1)
  }

  /// Settles what `relocation` comes to by the binding at `position`.
  private mutating func check(
    _ position: Int, _ relocation: Relocation, _ types: MuslRelocationTypes, endsAtUndefined: Bool
  ) throws(LoadFailure) {
    let binding = bindings[position]
    let reference = binding.reference
    let place = "Error relocating \(text(self[reference].name[...])): \(text(binding.name))"
    if binding.target == .undefined {
      if states[reference.rawValue].defersMissing, types.canWait(relocation.type) {
        states[reference.rawValue].deferred.append(
          DeferredRelocation(binding: position, offset: relocation.offset))
      } else if endsAtUndefined {
        throw LoadFailure("\(place): symbol not found")
      }
    } else if let definer = binding.definer, types.isInitialExec(relocation.type),
      self[definer].kind == .loaded, self[definer].file.hasThreadLocalStorage
    {
      throw LoadFailure(
        "\(place): initial-exec TLS resolves to dynamic definition in "
          + text(self[definer].name[...]))
    }
  }

  /// Lets what `map` lacks be found later. musl's list of such objects is linked in place: it loses
  /// those behind an object that is put in front of it again, as one is that needs itself by way of
  /// others.
  mutating func deferMissing(of map: LinkMapIndex) {
    states[map.rawValue].defersMissing = true
    if let place = waiting.firstIndex(of: map) { waiting.removeSubrange(place...) }
    waiting.insert(map, at: 0)
  }

  /// Looks again for what was missing when an object was opened. The reference keeps its place in
  /// the record, and its event.
  mutating func retryDeferred() throws(LoadFailure) {
    for map in waiting {
      let deferred = states[map.rawValue].deferred
      states[map.rawValue].deferred = []
      for relocation in deferred {
        let missing = bindings[relocation.binding]
        guard let symbol = missing.symbol else { continue }
        let again = binding(
          of: symbol, at: missing.place, in: map, missing.typeClass, event: missing.event)
        if again.target == .undefined {
          states[map.rawValue].deferred.append(relocation)
        } else if self[map].file.isReadOnly(relocation.offset) {
          throw LoadFailure(
            "\(text(missing.name)) is found now, but its place in \(text(self[map].name[...])) "
              + "is read-only (RELRO): musl crashes")
        } else {
          bindings[relocation.binding] = again
        }
      }
    }
    waiting.removeAll { states[$0.rawValue].deferred.isEmpty }
  }
}
