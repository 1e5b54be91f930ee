// The dynamic section, and the string table it points to.
//
// Source: gABI chapter 5, "Dynamic Section".

internal import CLibelf
internal import ELFModel

extension Decoder {
  func dynamicSection(_ segments: [Segment], _ map: AddressMap) throws -> Placed<[DynamicEntry]> {
    let name = TableName.dynamic.rawValue
    let candidates = segments.filter { $0.type == Segment.dynamic }
    guard let segment = candidates.first else { throw Self.staticExecutable }
    try check(
      candidates.count == 1, name, offset: candidates.last.map { Int(clamping: $0.offset) },
      "there are \(candidates.count) PT_DYNAMIC segments")
    let size = MemoryLayout<Records.Entry>.size
    let region = try map.region(
      name, at: segment.address,
      byteCount: segment.fileSize / UInt64(size) * UInt64(size))
    try check(
      UInt64(region.offset) == segment.offset, name, offset: region.offset,
      "PT_DYNAMIC's offset \(hexadecimal(segment.offset)) is not where its address is mapped")
    let entries = translation.decode(Records.Entry.self, from: try reader.bytes(region))
    guard let end = entries.firstIndex(where: { $0.tag == .null }) else {
      throw DecodeError.malformed(
        structure: name, offset: region.offset, reason: "no DT_NULL ends it")
    }
    return Placed(
      Array(entries[..<end]), in: FileRegion(offset: region.offset, byteCount: (end + 1) * size))
  }

  /// The path in PT_INTERP, which no system makes longer than 4096 bytes.
  func interpreter(_ segments: [Segment]) throws -> [UInt8]? {
    guard let segment = segments.first(where: { $0.type == Segment.interpreter }) else {
      return nil
    }
    let region = try reader.region(
      "PT_INTERP", offset: segment.offset, byteCount: min(segment.fileSize, 4096))
    return Array(try reader.bytes(region).prefix { $0 != 0 })
  }

  /// Turns away what `objcopy --only-keep-debug` or `eu-strip -f` made: its allocated sections have
  /// no bytes. (Its segments may have: eu-strip leaves their headers as they were.)
  func turnAwayDebugFile(_ sections: SectionTable?) throws(DecodeError) {
    guard let headers = sections?.headers, headers.contains(where: \.isAllocated) else { return }
    let noteType = UInt32(SHT_NOTE)
    if headers.allSatisfy({ !$0.isAllocated || $0.isWithoutBytes || $0.type == noteType }) {
      throw .unsupported(kind: "a separate debug file", advice: "name the file that it belongs to")
    }
  }

  func stringTable(_ layout: DynamicLayout) throws -> Placed<StringTable> {
    let structure = TableName.strings
    guard let address = layout.entries[.strings], layout.entries[.symbols] != nil else {
      throw DecodeError.unsupported(
        kind: "a file without a dynamic symbol table", advice: "it exports nothing")
    }
    let size = try layout.required(.stringsSize, "DT_STRSZ", structure)
    let region = try layout.map.region(structure.rawValue, at: address, byteCount: size)
    guard let table = StringTable(try reader.bytes(region)) else {
      throw DecodeError.malformed(
        structure: structure.rawValue, offset: region.range.upperBound - 1,
        reason: "its last name does not end")
    }
    return Placed(table, in: region)
  }
}
