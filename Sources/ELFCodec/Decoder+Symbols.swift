// `.dynsym`. Nothing in the dynamic section says how many entries it has: section headers do,
// `.hash` does, and each other table that refers to symbols gives a lower bound.

internal import ELFModel

extension Decoder {
  func symbolCount(
    _ layout: DynamicLayout, _ gnuHash: GNUHashPrefix?, _ sysvHash: Placed<SysVHashTable>?,
    _ relocations: [Placed<RelocationTable>]
  ) throws -> Int {
    var bounds: [(String, Int)] = [("the null symbol", 1)]
    if let gnuHash {
      bounds.append((TableName.gnuHash.rawValue, gnuHash.symbolsReached))
      bounds.append(("the first hashed symbol of .gnu.hash", emptyTableCount(gnuHash.table)))
    }
    if let sysvHash { bounds.append((TableName.sysvHash.rawValue, sysvHash.table.chains.count)) }
    for placed in relocations {
      let highest = placed.table.symbolic.map(\.symbol.position).max() ?? 0
      bounds.append((placed.table.name, highest + 1))
    }
    guard let declared = try declaredCount(layout) else { return bounds.map(\.1).max() ?? 1 }
    for (table, bound) in bounds where bound > declared {
      throw DecodeError.malformed(
        structure: TableName.symbols.rawValue, offset: 0,
        reason: "its section holds \(declared) symbols, but \(table) speaks of \(bound)")
    }
    return declared
  }

  /// An emptied table says the number of symbols by its `symoffset`; linkers write 1 there, which
  /// is a lower bound as well.
  private func emptyTableCount(_ table: GNUHashTable) -> Int { Int(table.symbolOffset) }

  /// The count that the section headers give.
  private func declaredCount(_ layout: DynamicLayout) throws -> Int? {
    guard let sections = layout.sections, let index = sections.dynamicSymbols else { return nil }
    let section = sections.headers[index]
    let name = TableName.symbols.rawValue
    let size = MemoryLayout<Records.Symbol>.size
    let offset = Int(clamping: section.offset)
    try check(
      section.address == layout.entries[.symbols], name, offset: offset,
      "section header and DT_SYMTAB give it different addresses")
    let place = try layout.map.locate(name, section.address)
    try check(
      place.offset == section.offset, name, offset: offset,
      "its section header and its segment give it different offsets")
    try check(
      section.entrySize == UInt64(size) && section.size % UInt64(size) == 0, name, offset: offset,
      "its section header does not speak of whole records of \(size) bytes")
    return Int(clamping: section.size / UInt64(size))
  }

  func symbolTable(_ layout: DynamicLayout, count: Int, strings: StringTable) throws
    -> Placed<[DynamicSymbol]>
  {
    let structure = TableName.symbols
    let size = MemoryLayout<Records.Symbol>.size
    if let entrySize = layout.entries[.symbolEntrySize] {
      try check(
        entrySize == UInt64(size), structure.rawValue, "DT_SYMENT says \(entrySize) bytes a record")
    }
    let address = try layout.required(.symbols, "DT_SYMTAB", structure)
    let region = try layout.map.region(structure.rawValue, at: address, count: count, size: size)
    let symbols = translation.decode(Records.Symbol.self, from: try reader.bytes(region))
    try checkNames(symbols, in: strings, region: region)
    return Placed(symbols, in: region)
  }

  /// Every name lies in the string table, and all of them together are not much longer than it:
  /// linkers share tails, but names that overlap without measure would make every later step,
  /// which reads each name, take the square of the file's size.
  private func checkNames(
    _ symbols: [DynamicSymbol], in strings: StringTable, region: FileRegion
  ) throws {
    let structure = TableName.symbols.rawValue
    let size = MemoryLayout<Records.Symbol>.size
    var allowance = strings.bytes.count * 64 + 0x10000
    for (index, symbol) in symbols.enumerated() {
      // An empty string table is legal beside nameless symbols.
      guard strings.contains(symbol.nameOffset) || symbol.nameOffset == 0 else {
        throw DecodeError.malformed(
          structure: structure, offset: region.offset + index * size,
          reason: "the name of symbol \(index) lies outside .dynstr")
      }
      allowance -= strings.name(at: symbol.nameOffset).count
      try check(
        allowance >= 0, structure, offset: region.offset + index * size,
        "the names of its symbols overlap many times over")
    }
  }
}
