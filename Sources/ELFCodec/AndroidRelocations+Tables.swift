// Packed tables among the others: from bytes to a `RelocationTable` and back to edits.

internal import ELFModel

extension PackedRelocationCodec {
  /// The codec of tables of `format`; for packed ones only.
  init(_ fileClass: FileClass, _ format: RelocationFormat) {
    precondition(!format.hasFixedRecords, "the format packs its records")
    self.init(fileClass: fileClass, hasAddends: format == .packedRela)
  }
}

extension Decoder {
  /// How many relocations all packed tables of the file may hold, taken together: a program has no
  /// more words to relocate than fit into its file, and none has fewer than 4 bytes.
  var packedAllowance: Int { reader.source.byteCount / 4 }

  /// Reads a packed table, whose records are taken from `allowance`.
  func packedRelocations(_ found: Found, of machine: Machine, allowance: inout Int) throws
    -> RelocationTable
  {
    let codec = PackedRelocationCodec(Records.fileClass, found.format)
    let packed = try codec.decode(
      try reader.bytes(found.region), name: found.name, at: found.region.offset,
      limit: allowance)
    allowance -= packed.records.count
    var symbolic: [Relocation] = []
    var plain: [Relocation] = []
    let records = machine.meaning(
      of: packed.records, in: Records.fileClass, translation.byteOrder)
    for (position, record) in records.enumerated() {
      let relocation = Relocation(
        record: UInt32(truncatingIfNeeded: position), type: record.type,
        symbol: SymbolIndex(rawValue: record.symbol), offset: record.offset, addend: record.addend)
      if record.symbol == 0 { plain.append(relocation) } else { symbolic.append(relocation) }
    }
    guard UInt32(exactly: packed.records.count) != nil else {
      throw DecodeError.malformed(
        structure: found.name, offset: found.region.offset, reason: "it has too many records")
    }
    return RelocationTable(
      name: found.name, format: found.format, recordCount: packed.records.count,
      symbolic: symbolic, plain: plain)
  }
}

extension Encoder {
  /// The edits that make a packed table read as `placed`. Its records keep their order, and so their
  /// number, so that no more may be read again; what differs are types, symbols and addends.
  func packedEdits(_ placed: Placed<RelocationTable>) throws -> [ByteEdit] {
    let (table, region) = (placed.table, placed.region)
    let codec = PackedRelocationCodec(Records.fileClass, table.format)
    let present = try reader.bytes(region)
    let packed = try codec.decode(
      present, name: table.name, at: region.offset, limit: table.recordCount)
    let records = before.header.machine.records(
      meaning: table.allRecords, in: Records.fileClass, translation.byteOrder)
    guard records != packed.records else { return [] }
    guard
      let bytes = codec.encode(records, groupedAs: packed.groups, byteCount: region.byteCount)
    else {
      throw EncodeError.doesNotFit(structure: table.name, offset: region.offset)
    }
    return ByteEdit.differences(from: present, to: bytes, at: region.offset)
  }
}

extension RelocationTable {
  /// The records that name a symbol and those that do not, in table order.
  fileprivate var allRecords: [WireRelocation] {
    precondition(symbolic.count + plain.count == recordCount, "no record is missing")
    let none = WireRelocation(offset: 0, type: 0, symbol: 0, addend: 0)
    var records = [WireRelocation](repeating: none, count: recordCount)
    for relocation in [symbolic, plain].joined() {
      records[Int(relocation.record)] = WireRelocation(
        offset: relocation.offset, type: relocation.type, symbol: relocation.symbol.rawValue,
        addend: relocation.addend)
    }
    return records
  }
}
