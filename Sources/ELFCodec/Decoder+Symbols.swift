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
      // An emptied table says the number of symbols by its symoffset; linkers write 1 there, which
      // is a lower bound as well.
      bounds.append(("symoffset of .gnu.hash", Int(gnuHash.table.symbolOffset)))
    }
    if let sysvHash { bounds.append((TableName.sysvHash.rawValue, sysvHash.table.chains.count)) }
    for placed in relocations {
      let highest = placed.table.symbolic.reduce(0 as UInt32) { max($0, $1.symbol.rawValue) }
      bounds.append((placed.table.name, Int(highest) + 1))
    }
    guard let (declared, offset) = try declaredCount(layout) else {
      return bounds.map(\.1).max() ?? 1
    }
    for (table, bound) in bounds where bound > declared {
      throw DecodeError.malformed(
        structure: TableName.symbols.rawValue, offset: offset,
        reason: "its section holds \(declared) symbols, but \(table) speaks of \(bound)")
    }
    return declared
  }

  /// The count that the section headers give, and where they say that the table is.
  private func declaredCount(_ layout: DynamicLayout) throws -> (count: Int, offset: Int)? {
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
    return (Int(clamping: section.size / UInt64(size)), offset)
  }

  func symbolTable(_ layout: DynamicLayout, count: Int, strings: StringTable) throws
    -> Placed<[DynamicSymbol]>
  {
    let structure = TableName.symbols
    let size = MemoryLayout<Records.Symbol>.size
    if let entrySize = layout.entries[.symbolEntrySize] {
      try check(
        entrySize == UInt64(size), structure.rawValue,
        offset: layout.place(of: .symbolEntrySize), "DT_SYMENT says \(entrySize) bytes a record")
    }
    let address = try layout.required(.symbols, "DT_SYMTAB", structure)
    let region = try layout.map.region(structure.rawValue, at: address, count: count, size: size)
    let symbols = translation.decode(Records.Symbol.self, from: try reader.bytes(region))
    if let index = symbols.firstIndex(where: {
      $0.nameOffset != 0 && !strings.contains($0.nameOffset)
    }) {
      throw DecodeError.malformed(
        structure: structure.rawValue, offset: region.offset + index * size,
        reason: "the name of symbol \(index) lies outside .dynstr")
    }
    return Placed(symbols, in: region)
  }
}
