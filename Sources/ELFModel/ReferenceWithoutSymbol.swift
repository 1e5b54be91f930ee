// Which references can do without naming their symbol, once it is local: those that a linker writes
// without one where it links to a local symbol from the beginning.

extension DynamicImage {
  /// What `relocation` computes; nil if it could not do so without naming its symbol, even were that
  /// local: its type has no such form, not at its place, or the symbol's value is not an address of
  /// the file.
  ///
  /// - Parameter includesSlots: whether a JUMP_SLOT may become RELATIVE, as it may for a loader that
  ///   binds nothing lazily and does not care for the types among its slots.
  public func meaningWithoutSymbol(of relocation: Relocation, includesSlots: Bool)
    -> RelocationMeaning?
  {
    guard let types = header.machine.relocationTypes,
      relocation.symbol.position < symbols.table.count
    else { return nil }
    // The addend of an entry in the GOT means nothing to some loaders, and something to others.
    let isSlot = includesSlots && relocation.type == types.jumpSlot
    guard let meaning = isSlot ? .globalOffsetEntry : types.meanings[relocation.type],
      self[relocation.symbol].hasOwnPlace(asMeantBy: meaning),
      meaning != .globalOffsetEntry || relocation.addend == 0,
      !types.alignsRelative || relocation.offset % UInt64(header.fileClass.bits / 8) == 0
    else { return nil }
    return meaning
  }
}

extension DynamicImage {
  /// Where a relocation that means `meaning` has its addend, if not in its record; nil if it has none.
  public func addendAddress(of relocation: Relocation, asMeantBy meaning: RelocationMeaning)
    -> UInt64?
  {
    let wordSize = UInt64(header.fileClass.bits / 8)
    return meaning.addendPosition.map { relocation.offset &+ UInt64($0) * wordSize }
  }
}

extension DynamicSymbol {
  /// Whether the symbol is a definition whose value is what `meaning` speaks of. That of an IFUNC is
  /// found by calling it, that of an absolute symbol does not move with the file.
  fileprivate func hasOwnPlace(asMeantBy meaning: RelocationMeaning) -> Bool {
    guard !isUndefined, sectionIndex < 0xff00, type != .section, type != .file,
      type != .indirectFunction
    else { return false }
    return (type == .threadLocal) == meaning.isThreadLocal
  }
}

extension RelocationMeaning {
  fileprivate var isThreadLocal: Bool {
    switch self {
    case .address, .globalOffsetEntry: false
    case .module, .moduleOffset, .threadOffset, .negatedThreadOffset, .threadDescriptor: true
    }
  }
}
