// Binding an object's references when it is loaded, and its PLT slots when they are first called.
//
// Source: glibc elf/dl-reloc.c `_dl_relocate_object`, `resolve_map`; elf/do-rel.h; elf/dl-runtime.c
// `_dl_fixup`. The linker's order is kept: of several relocations in a row against one symbol, only
// the first looks it up.

internal import ELFModel

extension GlibcProcess {
  /// Binds what `index` refers to.
  ///
  /// - Parameters:
  ///   - isLazy: whether PLT slots may wait, if the object does not object.
  ///   - endsAtUndefined: whether the first name without a definition ends it.
  mutating func relocate(
    _ index: LinkMapIndex, isLazy: Bool, endsAtUndefined: Bool, cause: Binding.Cause = .relocation
  ) throws(LoadFailure) {
    self[index].isRelocated = true
    let file = self[index].file
    guard let types = file.image.header.machine.relocationTypes else { return }
    let waits = isLazy && !file.bindsNow
    let scope = self[index].scope
    var known = KnownBindings(symbolCount: file.image.symbols.table.count)
    var previous: (symbol: SymbolIndex, typeClass: TypeClass)?
    for table in file.image.loadedRelocations {
      for relocation in table.symbolic where relocation.type != 0 {
        if waits, relocation.type == types.jumpSlot {
          self[index].lazySlots.append(relocation)
          continue
        }
        let typeClass = TypeClass(of: relocation.type, on: types)
        let symbol = relocation.symbol
        if let previous, previous == (symbol, typeClass) { continue }
        guard symbol.position < file.image.symbols.table.count else { continue }
        let entry = file.image[symbol]
        if entry.isLocal || entry.visibility.isClosed {
          if known[symbol, typeClass] == nil {
            known[symbol, typeClass] = bindings.count
            bindings.append(ownBinding(of: index, relocation, typeClass, cause))
          }
          continue
        }
        previous = (symbol, typeClass)
        if let position = known[symbol, typeClass] {
          bindings[position].count += 1
          continue
        }
        known[symbol, typeClass] = bindings.count
        let query = SymbolQuery(
          file.image.name(of: symbol), version: file.version(of: symbol), typeClass: typeClass)
        let binding = lookUp(
          query, from: index, symbol: symbol, place: relocation.offset, scope: scope, cause: cause,
          addsDependency: cause == .relocation)
        if endsAtUndefined, binding.target == .undefined {
          throw LoadFailure("\(text(self[index].name[...])): \(undefinedText(binding))")
        }
      }
    }
  }

  private func ownBinding(
    of index: LinkMapIndex, _ relocation: Relocation, _ typeClass: TypeClass,
    _ cause: Binding.Cause
  ) -> Binding {
    Binding(
      reference: index, symbol: relocation.symbol, place: relocation.offset,
      name: self[index].file.image.name(of: relocation.symbol),
      version: self[index].file.version(of: relocation.symbol), typeClass: typeClass,
      target: .itself, isProtected: false, cause: cause, event: eventCount, count: 0)
  }

  /// Binds the slots of `name` in `index` that still wait, in the scope as it is now.
  mutating func callFirst(_ name: ArraySlice<UInt8>, in index: LinkMapIndex) throws(LoadFailure) {
    let file = self[index].file
    let called = self[index].lazySlots.filter { file.image.name(of: $0.symbol) == name }
    guard !called.isEmpty else {
      throw LoadFailure("no PLT slot of \(text(name)) waits in \(text(self[index].name[...]))")
    }
    self[index].lazySlots.removeAll { file.image.name(of: $0.symbol) == name }
    for relocation in called {
      let entry = file.image[relocation.symbol]
      guard entry.visibility == .default else {
        bindings.append(ownBinding(of: index, relocation, .plt, .firstCall))
        continue
      }
      let query = SymbolQuery(
        name, version: file.version(of: relocation.symbol), typeClass: .plt)
      let binding = lookUp(
        query, from: index, symbol: relocation.symbol, place: relocation.offset,
        scope: self[index].scope, cause: .firstCall,
        addsDependency: true)
      if binding.target == .undefined {
        throw LoadFailure("\(text(self[index].name[...])): \(undefinedText(binding))")
      }
    }
  }

  private func undefinedText(_ binding: Binding) -> String {
    "undefined symbol: \(text(binding.name))"
      + (binding.version.map { ", version \(text($0.name))" } ?? "")
  }
}

extension DynamicImage {
  /// The tables that a loader works through, in its order.
  fileprivate var loadedRelocations: [RelocationTable] {
    ["DT_REL", "DT_RELA", "DT_JMPREL"].compactMap { name in
      relocations.first { $0.table.name == name }?.table
    }
  }
}

/// Where the binding of a symbol stands, for each class.
private struct KnownBindings {
  private var positions: [Int32]

  init(symbolCount: Int) { positions = Array(repeating: -1, count: symbolCount * 3) }

  subscript(symbol: SymbolIndex, typeClass: TypeClass) -> Int? {
    get {
      let position = positions[symbol.position * 3 + Int(typeClass.rawValue)]
      return position < 0 ? nil : Int(position)
    }
    set {
      positions[symbol.position * 3 + Int(typeClass.rawValue)] = newValue.map(Int32.init) ?? -1
    }
  }
}
