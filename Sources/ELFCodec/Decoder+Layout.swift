// The frame of a file: ELF header, program headers, section headers.
//
// Source: gABI chapter 4, "ELF Header"; for counts that outgrow their field, its notes on
// `e_phnum` (PN_XNUM), `e_shnum` and `e_shstrndx` (SHN_XINDEX), which move into section 0.

internal import CLibelf
internal import ELFModel

extension Decoder {
  /// The header of whatever kind of file it is.
  func unsortedHeader() throws -> WireHeader {
    let name = TableName.fileHeader.rawValue
    let size = MemoryLayout<Records.Header>.size
    let region = try reader.region(name, offset: 0, count: 1, size: size)
    return translation.decode(Records.Header.self, from: try reader.bytes(region))[0]
  }

  func wireHeader() throws -> WireHeader {
    let header = try unsortedHeader()
    switch Int32(header.type) {
    case ET_EXEC, ET_DYN: return header
    case ET_REL:
      throw DecodeError.unsupported(
        kind: "a relocatable object (or kernel module)",
        advice: "ld -r joins such files, and objcopy --localize-symbol makes their symbols local")
    case ET_CORE:
      throw DecodeError.unsupported(kind: "a core dump", advice: "name the program instead")
    default:
      throw DecodeError.unsupported(
        kind: "a file of ELF type \(header.type)",
        advice: "only executables and shared libraries have dynamic symbols")
    }
  }

  func segmentTable(_ header: WireHeader, sections: SectionTable?) throws -> (
    [Segment], FileRegion
  ) {
    let name = TableName.segments.rawValue
    var count = header.segmentCount
    if count == 0xffff, let first = sections?.headers.first { count = Int(first.info) }
    guard count > 0 else {
      throw DecodeError.unsupported(
        kind: "a file without program headers", advice: "no loader can load it")
    }
    let size = MemoryLayout<Records.SegmentRecord>.size
    try check(
      header.segmentSize == size, name, offset: Records.fileClass == .elf64 ? 54 : 42,
      "its records have \(header.segmentSize) bytes")
    let region = try reader.region(name, offset: header.segmentOffset, count: count, size: size)
    return (translation.decode(Records.SegmentRecord.self, from: try reader.bytes(region)), region)
  }

  func sectionTable(_ header: WireHeader) throws -> Placed<SectionTable>? {
    guard header.sectionOffset != 0 else { return nil }
    let name = TableName.sections.rawValue
    let size = MemoryLayout<Records.SectionRecord>.size
    try check(
      header.sectionSize == size, name, offset: Records.fileClass == .elf64 ? 58 : 46,
      "its records have \(header.sectionSize) bytes")
    var count = header.sectionCount
    var namesIndex = header.sectionNames
    if count == 0 || namesIndex == 0xffff {
      let region = try reader.region(name, offset: header.sectionOffset, count: 1, size: size)
      let first = translation.decode(Records.SectionRecord.self, from: try reader.bytes(region))[0]
      if count == 0 { count = Int(clamping: first.size) }
      if namesIndex == 0xffff { namesIndex = Int(first.link) }
    }
    guard count > 0 else { return nil }
    let region = try reader.region(name, offset: header.sectionOffset, count: count, size: size)
    let headers = translation.decode(Records.SectionRecord.self, from: try reader.bytes(region))
    return Placed(
      SectionTable(headers: headers, names: try sectionNames(headers, at: namesIndex)), in: region)
  }

  private func sectionNames(_ headers: [Section], at index: Int) throws -> Placed<StringTable>? {
    guard index != 0 else { return nil }
    let name = TableName.sectionNames.rawValue
    try check(
      index < headers.count, name, offset: Records.fileClass == .elf64 ? 62 : 50,
      "its section index \(index) does not exist")
    let header = headers[index]
    guard !header.isWithoutBytes else { return nil }
    let region = try reader.region(name, offset: header.offset, byteCount: header.size)
    guard let names = StringTable(try reader.bytes(region)) else {
      throw DecodeError.malformed(
        structure: name, offset: region.range.upperBound, reason: "its last name does not end")
    }
    return Placed(names, in: region)
  }

  /// Tells executables from libraries, and turns away what no dynamic linker loads.
  func objectType(_ header: WireHeader, _ segments: [Segment], _ entries: [DynamicEntry]) throws
    -> ObjectType
  {
    let hasInterpreter = segments.contains { $0.type == Segment.interpreter }
    let isMarkedPIE = (entries[.flags1] ?? 0) & DynamicTag.flags1PIE != 0
    if Int32(header.type) == ET_EXEC || isMarkedPIE {
      guard hasInterpreter else { throw Self.staticExecutable }
      return isMarkedPIE ? .positionIndependentExecutable : .fixedExecutable
    }
    let isOldPIE = hasInterpreter && entries[.soname] == nil
    return isOldPIE ? .positionIndependentExecutable : .sharedLibrary
  }

  static var staticExecutable: DecodeError {
    .unsupported(
      kind: "a statically linked executable", advice: "nothing binds to its symbols at run time")
  }

  @inline(__always)
  func check(
    _ condition: Bool, _ structure: @autoclosure () -> String,
    offset: @autoclosure () -> Int? = nil, _ reason: @autoclosure () -> String
  ) throws(DecodeError) {
    guard condition else {
      throw .malformed(structure: structure(), offset: offset(), reason: reason())
    }
  }
}
