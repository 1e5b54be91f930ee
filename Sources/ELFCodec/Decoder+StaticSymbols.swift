// `.symtab` and what is linked to it. It is found by the section headers, for nothing else knows
// it, and read only when somebody asks: large programs have a million entries.
//
// Source: gABI chapter 4, "Symbol Table", "Relocation" and "Sections" (sh_link and sh_info).

public import ELFModel

/// Reads the static symbol table of the file that reads as `image`; nil if it has none.
///
/// - Throws: ``DecodeError``, or the source's own I/O error.
public func decodeStaticSymbols(_ source: some ByteSource, of image: DynamicImage) throws
  -> StaticSymbolTable?
{
  let reader = BoundedReader(source: source)
  let byteOrder = image.header.byteOrder
  switch image.header.fileClass {
  case .elf32: return try Decoder<Records32>(reader, byteOrder).staticSymbols(of: image)
  case .elf64: return try Decoder<Records64>(reader, byteOrder).staticSymbols(of: image)
  }
}

extension Decoder {
  fileprivate func staticSymbols(of image: DynamicImage) throws -> StaticSymbolTable? {
    guard let sections = image.sections?.table, let index = sections.staticSymbols else {
      return nil
    }
    let name = SectionTable.staticSymbolsName
    let header = sections.headers[index]
    let size = MemoryLayout<Records.Symbol>.size
    let offset = Int(clamping: header.offset)
    try check(
      header.entrySize == UInt64(size) && header.size % UInt64(size) == 0, name, offset: offset,
      "its section header does not speak of whole records of \(size) bytes")
    let region = try reader.region(name, offset: header.offset, byteCount: header.size)
    let strings = try strings(of: header, in: sections)
    let symbols = translation.decode(Records.Symbol.self, from: try reader.bytes(region))
    try check(
      Int(header.info) <= symbols.count, name, offset: offset,
      "sh_info says that \(header.info) of its \(symbols.count) entries are local")
    // Names that overlap without measure would make every later step slow; see checkNameLengths.
    var allowance = strings.table.bytes.count * 4 + symbols.count * 64 + 0x10000
    for (position, symbol) in symbols.enumerated() where symbol.nameOffset != 0 {
      let place = region.offset + position * size
      try check(
        strings.table.contains(symbol.nameOffset), name, offset: place,
        "the name of symbol \(position) lies outside its string table")
      if !symbol.isLocal { allowance -= strings.table.name(at: symbol.nameOffset).count }
      try check(allowance >= 0, name, offset: place, "its names overlap many times over")
    }
    let linked = sections.headers.indices.filter {
      sections.headers[$0].link == UInt32(index) && $0 != index
    }
    let table = StaticSymbolTable(
      section: index, symbols: Placed(symbols, in: region), strings: strings,
      sectionIndices: try sectionIndices(linked, in: sections, count: symbols.count),
      relocations: try relocations(
        linked, in: sections, count: symbols.count, of: image.header.machine),
      groups: try groups(linked, in: sections, count: symbols.count), firstGlobal: header.info)
    try checkPlaces(of: table, in: image)
    return table
  }

  private func strings(of header: Section, in sections: SectionTable) throws
    -> Placed<StringTable>
  {
    let name = SectionTable.staticSymbolsName
    let link = Int(header.link)
    try check(
      link < sections.headers.count
        && sections.headers[link].type == SectionType.strings.rawValue, name,
      offset: Int(clamping: header.offset), "section \(link) is no string table for it")
    let strings = sections.headers[link]
    let region = try reader.region(
      sections.name(of: link), offset: strings.offset, byteCount: strings.size)
    guard let table = StringTable(try reader.bytes(region)) else {
      throw DecodeError.malformed(
        structure: sections.name(of: link), offset: region.range.upperBound - 1,
        reason: "its last name does not end")
    }
    return Placed(table, in: region)
  }

  private func sectionIndices(_ linked: [Int], in sections: SectionTable, count: Int) throws
    -> Placed<[UInt32]>?
  {
    let found = linked.filter {
      sections.headers[$0].type == SectionType.sectionIndices.rawValue
    }
    guard let index = found.first else { return nil }
    let header = sections.headers[index]
    let name = sections.name(of: index)
    try check(
      found.count == 1 && header.size == UInt64(count) * 4, name,
      offset: Int(clamping: header.offset), "it is not one word for each symbol of .symtab")
    let region = try reader.region(name, offset: header.offset, byteCount: header.size)
    return Placed(
      translation.decode(numbers: UInt32.self, from: try reader.bytes(region)), in: region)
  }

  private func relocations(
    _ linked: [Int], in sections: SectionTable, count: Int, of machine: Machine
  ) throws
    -> [Placed<RelocationTable>]
  {
    let found = try linked.compactMap { index -> Found? in
      let header = sections.headers[index]
      guard let format = RelocationFormat(ofSectionType: header.type), header.size > 0 else {
        return nil
      }
      let name = sections.name(of: index)
      let region = try reader.region(name, offset: header.offset, byteCount: header.size)
      try check(
        region.byteCount % recordSize(format) == 0, name, offset: region.offset,
        "its size is no multiple of a record's")
      return Found(name: name, format: format, region: region)
    }
    try checkApart(found)
    return try found.map { found in
      let table = try relocations(found, of: machine)
      for relocation in table.symbolic where relocation.symbol.position >= count {
        throw DecodeError.malformed(
          structure: found.name, offset: found.region.offset,
          reason: "record \(relocation.record) names symbol \(relocation.symbol.rawValue) "
            + "of \(count)")
      }
      return Placed(table, in: found.region)
    }
  }

  /// Checks that no two of `tables` share a byte. This comes before any is read: headers are short,
  /// and each of many could ask for the same records to be held once more.
  private func checkApart(_ tables: [Found]) throws {
    let sorted = tables.sorted { $0.region.offset < $1.region.offset }
    for (first, second) in zip(sorted, sorted.dropFirst()) {
      try check(
        first.region.range.upperBound <= second.region.offset, second.name,
        offset: second.region.offset, "it overlaps \(first.name)")
    }
  }

  private func groups(_ linked: [Int], in sections: SectionTable, count: Int) throws
    -> [StaticSymbolTable.SectionGroup]
  {
    try linked.compactMap { index in
      let header = sections.headers[index]
      guard header.type == SectionType.group.rawValue else { return nil }
      try check(
        Int(header.info) < count, sections.name(of: index),
        offset: Int(clamping: header.offset), "it is named by symbol \(header.info) of \(count)")
      return StaticSymbolTable.SectionGroup(
        section: index, signature: SymbolIndex(rawValue: header.info))
    }
  }

  /// What is edited shares no byte with anything else that is known, nor with the program.
  private func checkPlaces(of table: StaticSymbolTable, in image: DynamicImage) throws {
    let own = table.changeableTables
    let names = [(SectionTable.staticSymbolsName + "'s names", table.strings.region)]
    let known = image.changeableTables + image.fixedTables + names
    // The known tables may share bytes among each other if they are only read.
    let places = own.map { ($0, isOwn: true) } + known.map { ($0, isOwn: false) }
    var last = (end: 0, name: "")
    var lastOwn = (end: 0, name: "")
    for (place, isOwn) in places.sorted(by: { $0.0.region.offset < $1.0.region.offset }) {
      let before = isOwn ? last : lastOwn
      try check(
        before.end <= place.region.offset || place.region.byteCount == 0, place.name,
        offset: place.region.offset, "it overlaps \(before.name)")
      let end = place.region.range.upperBound
      if end > last.end { last = (end, place.name) }
      if isOwn, end > lastOwn.end { lastOwn = (end, place.name) }
    }
    let map = try AddressMap(image.segments, reader: reader)
    for place in own {
      try check(
        !map.holdsBytes(in: place.region), place.name, offset: place.region.offset,
        "it lies in a segment of the program")
    }
  }
}

extension RelocationFormat {
  /// The format of the records in a section of type `type` that is linked to `.symtab`.
  fileprivate init?(ofSectionType type: UInt32) {
    switch SectionType(rawValue: type) {
    case .rel: self = .rel
    case .rela: self = .rela
    default: return nil
    }
  }
}
