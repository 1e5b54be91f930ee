// The names that a relocatable object file defines for others: the global and weak symbols of its
// `.symtab` that a linker could export from what it links.
//
// Source: gABI chapter 4, "Symbol Table"; a hidden or internal symbol never leaves its component.

internal import CLibelf
public import ELFModel

/// The names that the object file `source` defines; nil if it is no relocatable object.
///
/// - Throws: ``DecodeError``, or the source's I/O error.
public func objectSymbolNames(_ source: some ByteSource) throws -> NameSet? {
  let reader = BoundedReader(source: source)
  let ident = try identification(reader)
  switch ident.fileClass {
  case .elf32: return try Decoder<Records32>(reader, ident.byteOrder).objectSymbolNames()
  case .elf64: return try Decoder<Records64>(reader, ident.byteOrder).objectSymbolNames()
  }
}

extension Decoder {
  fileprivate func objectSymbolNames() throws -> NameSet? {
    let header = try unsortedHeader()
    guard Int32(header.type) == ET_REL else { return nil }
    var names = NameSet()
    guard let sections = try sectionTable(header)?.table.headers,
      let table = sections.first(where: { $0.type == UInt32(SHT_SYMTAB) })
    else { return names }
    let size = MemoryLayout<Records.Symbol>.size
    try check(
      table.entrySize == UInt64(size) && table.size % UInt64(size) == 0, ".symtab",
      offset: Int(clamping: table.offset), "its section is not one of records of \(size) bytes")
    try check(
      Int(table.link) < sections.count, ".symtab", offset: Int(clamping: table.offset),
      "its string table, section \(table.link), does not exist")
    let region = try reader.region(".symtab", offset: table.offset, byteCount: table.size)
    let link = sections[Int(table.link)]
    let place = try reader.region(".strtab", offset: link.offset, byteCount: link.size)
    guard let strings = StringTable(try reader.bytes(place)) else {
      throw DecodeError.malformed(
        structure: ".strtab", offset: place.range.upperBound, reason: "its last name does not end")
    }
    let symbols = translation.decode(Records.Symbol.self, from: try reader.bytes(region))
    var allowance = nameAllowance(strings, symbolCount: symbols.count)
    for symbol in symbols
    where !symbol.isLocal && !symbol.isUndefined && !symbol.visibility.isClosed {
      let name = strings.name(at: symbol.nameOffset)
      allowance -= name.count
      try check(
        allowance >= 0, ".symtab", offset: region.offset, "its names overlap many times over")
      names.insert(Array(name))
    }
    return names
  }
}
