// `DynamicImage` to edits: every table is encoded anew and compared with the bytes that are there.
// An image that was decoded and not changed therefore gives no edit at all.

public import ELFModel

/// The edits that make the file read as `after`.
///
/// - Parameters:
///   - after: the image wanted; its tables lie where those of `before` lie, none is longer.
///   - before: the image as decoded from `source`.
///   - source: the file's present bytes.
///   - converted: the records of `before` that name a symbol no more, as `after` has them.
/// - Returns: edits in ascending order, each within one changeable table of `before`.
/// - Throws: ``EncodeError``, or the source's I/O error.
public func encode(
  _ after: DynamicImage, over before: DynamicImage, in source: some ByteSource,
  converting converted: [ConvertedRelocation] = []
) throws -> [ByteEdit] {
  switch before.header.fileClass {
  case .elf32: try Encoder<Records32>(after, before, source, converted).edits()
  case .elf64: try Encoder<Records64>(after, before, source, converted).edits()
  }
}

struct Encoder<Records: ClassRecords> {
  let after: DynamicImage
  let before: DynamicImage
  /// What was converted, by the position of its table.
  let converted: [Int: [ConvertedRelocation]]
  let reader: BoundedReader
  let translation: Translation<Records>

  init(
    _ after: DynamicImage, _ before: DynamicImage, _ source: some ByteSource,
    _ converted: [ConvertedRelocation]
  ) {
    self.converted = Dictionary(grouping: converted, by: \.table)
    self.after = after
    self.before = before
    reader = BoundedReader(source: source)
    translation = Translation(byteOrder: before.header.byteOrder)
  }

  func edits() throws -> [ByteEdit] {
    var edits: [ByteEdit] = []
    func compare(_ bytes: [UInt8], with region: FileRegion, _ table: TableName) throws {
      guard bytes.count <= region.byteCount else {
        throw EncodeError.doesNotFit(structure: table.rawValue, offset: region.offset)
      }
      // What the table no longer needs of its old place is zeroed.
      let slack = [UInt8](repeating: 0, count: region.byteCount - bytes.count)
      edits += ByteEdit.differences(
        from: try reader.bytes(region), to: slack.isEmpty ? bytes : bytes + slack,
        at: region.offset)
    }
    edits += try symbolEdits()
    if let versions = after.versions, let place = before.versions?.region {
      try compare(
        translation.encode(numbers: versions.table.map(\.rawValue)), with: place, .versions)
    }
    if let hash = after.gnuHash?.table, let place = before.gnuHash?.region {
      try compare(encode(hash), with: place, .gnuHash)
    }
    if let hash = after.sysvHash?.table, let place = before.sysvHash?.region {
      try compare(encode(hash), with: place, .sysvHash)
    }
    if let sections = after.sections?.table, let place = before.sections?.region {
      try compare(
        translation.encode(Records.SectionRecord.self, sections.headers), with: place, .sections)
    }
    if after.dynamic != before.dynamic {
      try compare(
        translation.encode(Records.Entry.self, after.dynamic.table + [.end]),
        with: before.dynamic.region, .dynamic)
    }
    if after.strings != before.strings {
      try compare(after.strings.table.bytes, with: before.strings.region, .strings)
    }
    for (position, placed) in after.relocations.enumerated() {
      edits += try relocationEdits(placed, at: position)
    }
    for conversions in converted.values { edits += try conversions.flatMap(wordEdits) }
    return edits.sorted { $0.offset < $1.offset }
  }

  /// The largest table, a piece at a time.
  private func symbolEdits() throws -> [ByteEdit] {
    let (symbols, region) = (after.symbols.table, before.symbols.region)
    let size = MemoryLayout<Records.Symbol>.size
    guard symbols.count * size <= region.byteCount else {
      throw EncodeError.doesNotFit(structure: TableName.symbols.rawValue, offset: region.offset)
    }
    var edits: [ByteEdit] = []
    var position = 0
    while position < region.byteCount {
      let count = min(region.byteCount - position, Self.symbolsAtOnce * size)
      let piece = FileRegion(offset: region.offset + position, byteCount: count)
      let first = min(position / size, symbols.count)
      let records = symbols[first..<min(first + count / size, symbols.count)]
      var bytes = translation.encode(Records.Symbol.self, records)
      // What the table no longer needs of its old place is zeroed.
      bytes += repeatElement(0, count: count - bytes.count)
      edits += ByteEdit.differences(from: try reader.bytes(piece), to: bytes, at: piece.offset)
      position += count
    }
    return edits
  }

  private static var symbolsAtOnce: Int { 4096 }

  private func encode(_ hash: GNUHashTable) -> [UInt8] {
    let head = [
      UInt32(hash.buckets.count), hash.symbolOffset, UInt32(hash.bloom.count), hash.bloomShift,
    ]
    let bloom =
      switch Records.fileClass {
      case .elf32: translation.encode(numbers: hash.bloom.map { UInt32(truncatingIfNeeded: $0) })
      case .elf64: translation.encode(numbers: hash.bloom)
      }
    return translation.encode(numbers: head) + bloom
      + translation.encode(numbers: hash.buckets) + translation.encode(numbers: hash.chains)
  }

  private func encode(_ hash: SysVHashTable) -> [UInt8] {
    let head = [UInt32(hash.buckets.count), UInt32(hash.chains.count)]
    let words = head + hash.buckets + hash.chains
    return before.header.machine.sysvHashWordSize == 8
      ? translation.encode(numbers: words.map(UInt64.init)) : translation.encode(numbers: words)
  }

  /// The addends that stand in the program itself.
  private func wordEdits(_ conversion: ConvertedRelocation) throws -> [ByteEdit] {
    guard let word = conversion.word else { return [] }
    let bytes =
      switch Records.fileClass {
      case .elf32:
        translation.encode(numbers: [UInt32(truncatingIfNeeded: conversion.after.addend)])
      case .elf64: translation.encode(numbers: [UInt64(bitPattern: conversion.after.addend)])
      }
    return ByteEdit.differences(from: try reader.bytes(word), to: bytes, at: word.offset)
  }

  /// Only records that name a symbol, or did, are encoded; all others keep their bytes unread.
  func relocationEdits(_ placed: Placed<RelocationTable>, at position: Int) throws -> [ByteEdit] {
    guard placed.table.format.hasFixedRecords else { return try packedEdits(placed) }
    let size = placed.region.byteCount / max(1, placed.table.recordCount)
    let symbolic =
      converted[position].map { nameless in
        (placed.table.symbolic + nameless.map(\.after)).sorted { $0.record < $1.record }
      } ?? placed.table.symbolic
    var edits: [ByteEdit] = []
    var next = 0
    while next < symbolic.count {
      // Records close to each other are read and compared in one run.
      let first = Int(symbolic[next].record)
      var end = next + 1
      while end < symbolic.count, Int(symbolic[end].record) < first + 4096 { end += 1 }
      let run = symbolic[next..<end]
      let last = Int(symbolic[end - 1].record)
      let region = FileRegion(
        offset: placed.region.offset + first * size, byteCount: (last - first + 1) * size)
      let present = try reader.bytes(region)
      var wanted = encode(run, placed.table.format)
      if last - first + 1 != run.count {
        let records = wanted
        wanted = present
        for (index, relocation) in run.enumerated() {
          let place = (Int(relocation.record) - first) * size
          for byte in 0..<size { wanted[place + byte] = records[index * size + byte] }
        }
      }
      edits += ByteEdit.differences(from: present, to: wanted, at: region.offset)
      next = end
    }
    return edits
  }

  private func encode(_ relocations: ArraySlice<Relocation>, _ format: RelocationFormat) -> [UInt8]
  {
    let meanings = relocations.map {
      WireRelocation(
        offset: $0.offset, type: $0.type, symbol: $0.symbol.rawValue, addend: $0.addend)
    }
    let records = before.header.machine.records(
      meaning: meanings, in: Records.fileClass, translation.byteOrder)
    return switch format {
    case .rel: translation.encode(Records.Rel.self, records)
    case .rela, .packedRel, .packedRela: translation.encode(Records.Rela.self, records)
    }
  }
}
