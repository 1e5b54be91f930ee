// Bytes to `DynamicImage`. Tables are found as a loader finds them, through PT_DYNAMIC; section
// headers, where present, are cross-checked and kept for later.

internal import CLibelf
public import ELFModel

/// Reads the dynamic-linking view of a file. Only the tables are read, whatever the file's size.
///
/// - Throws: ``DecodeError``, or the source's own I/O error.
public func decode(_ source: some ByteSource) throws -> DynamicImage {
  let reader = BoundedReader(source: source)
  let ident = try identification(reader)
  switch ident.fileClass {
  case .elf32: return try Decoder<Records32>(reader, ident.byteOrder).image()
  case .elf64: return try Decoder<Records64>(reader, ident.byteOrder).image()
  }
}

/// Reads `e_ident`.
func identification(_ reader: BoundedReader) throws -> (
  fileClass: FileClass, byteOrder: ByteOrder
) {
  let length = Int(EI_NIDENT)
  guard reader.source.byteCount >= 4 else { throw DecodeError.notELF }
  let magic = try reader.bytes(FileRegion(offset: 0, byteCount: 4))
  guard magic == [0x7f, 0x45, 0x4c, 0x46] else {
    guard try isArchive(reader.source) else { throw DecodeError.notELF }
    throw DecodeError.unsupported(
      kind: "a static library (archive)",
      advice: "name what it was linked into, or give it to --demote-from as a list of names")
  }
  let region = try reader.region("ELF identification", offset: 0, count: length, size: 1)
  let ident = try reader.bytes(region)
  func unknown(_ field: String, at position: Int) -> DecodeError {
    .malformed(
      structure: "ELF identification", offset: position,
      reason: "unknown \(field) \(ident[position])")
  }
  let fileClass: FileClass
  switch Int32(ident[Int(EI_CLASS)]) {
  case ELFCLASS32: fileClass = .elf32
  case ELFCLASS64: fileClass = .elf64
  default: throw unknown("class", at: Int(EI_CLASS))
  }
  let byteOrder: ByteOrder
  switch Int32(ident[Int(EI_DATA)]) {
  case ELFDATA2LSB: byteOrder = .little
  case ELFDATA2MSB: byteOrder = .big
  default: throw unknown("byte order", at: Int(EI_DATA))
  }
  guard ident[Int(EI_VERSION)] == UInt8(EV_CURRENT) else {
    throw unknown("version", at: Int(EI_VERSION))
  }
  return (fileClass, byteOrder)
}

/// Decodes one file of the class that `Records` stands for.
struct Decoder<Records: ClassRecords> {
  let reader: BoundedReader
  let translation: Translation<Records>

  init(_ reader: BoundedReader, _ byteOrder: ByteOrder) {
    self.reader = reader
    translation = Translation(byteOrder: byteOrder)
  }

  func image() throws -> DynamicImage {
    let wire = try wireHeader()
    let sections = try sectionTable(wire)
    let (segments, segmentTable) = try segmentTable(wire, sections: sections?.table)
    try turnAwayDebugFile(sections?.table)
    let machine = Machine.known(code: wire.machine, fileClass: Records.fileClass)
    let map = try AddressMap(segments, reader: reader)
    let dynamic = try dynamicSection(segments, map)
    let objectType = try objectType(wire, segments, dynamic.table)
    let layout = DynamicLayout(
      machine: machine, map: map, sections: sections?.table, entries: dynamic.table,
      dynamic: dynamic.region)

    let strings = try stringTable(layout)
    let sysvHash = try sysvHashTable(layout)
    let gnuHash = try gnuHashPrefix(layout)
    let relocations = try relocationTables(layout)
    let count = try symbolCount(layout, gnuHash, sysvHash, relocations)
    let symbols = try symbolTable(layout, count: count, strings: strings.table)
    let notes = try noteOwners(segments)
    let image = DynamicImage(
      header: FileHeader(
        fileClass: Records.fileClass, byteOrder: translation.byteOrder, machine: machine,
        machineFlags: wire.machineFlags, objectType: objectType, segmentTable: segmentTable.range),
      fileSize: reader.source.byteCount,
      segments: segments,
      sections: sections,
      interpreter: try interpreter(segments),
      dynamic: dynamic,
      noteOwners: notes.names,
      strings: strings,
      symbols: symbols,
      versions: try versionIndices(layout, count: count),
      versionDefinitionList: try versionDefinitions(layout, strings: strings.table),
      versionNeedList: try versionNeeds(layout, strings: strings.table),
      gnuHash: try gnuHash.map { try gnuHashTable($0, symbolCount: count) },
      sysvHash: sysvHash,
      relocations: relocations)
    try checkOverlaps(in: image, notes: notes.regions)
    try checkNameLengths(in: image)
    return image
  }
}

/// What the decoders of single tables need to find them.
struct DynamicLayout {
  let machine: Machine
  let map: AddressMap
  let sections: SectionTable?
  let entries: [DynamicEntry]
  /// Where `entries` lie, and the DT_NULL behind them.
  let dynamic: FileRegion

  /// Where the entry with `tag` lies, or if there is none, the one with `other`.
  func place(of tag: DynamicTag, or other: DynamicTag? = nil) -> Int? {
    guard let index = entries.lastIndex(where: { $0.tag == tag }) else {
      return other.flatMap { place(of: $0) }
    }
    return dynamic.offset + index * (dynamic.byteCount / (entries.count + 1))
  }

  /// The value of the entry with `tag`, which the file must have.
  func required(_ tag: DynamicTag, _ name: String, _ structure: TableName) throws(DecodeError)
    -> UInt64
  {
    guard let value = entries[tag] else {
      throw .malformed(
        structure: TableName.dynamic.rawValue, offset: dynamic.offset,
        reason: "it has \(structure.rawValue) but no \(name)")
    }
    return value
  }
}
