// Records that named a symbol in one file and name none in the other: they are in no image, so they
// are read for those who compare the two.

public import ELFModel

/// The relocations that name a symbol in `before` and none in `after`, as both files have them.
///
/// - Parameters:
///   - before: as decoded from `beforeSource`.
///   - after: as decoded from `afterSource`, its relocation tables in the places of those before.
/// - Throws: ``DecodeError``, or a source's I/O error.
public func convertedRelocations(
  from before: DynamicImage, in beforeSource: some ByteSource, to after: DynamicImage,
  in afterSource: some ByteSource
) throws -> [ConvertedRelocation] {
  let pairs = missing(in: after, from: before)
  guard !pairs.isEmpty else { return [] }
  let records =
    switch before.header.fileClass {
    case .elf32: try Records<Records32>(of: before, as: after, in: afterSource).read(pairs)
    case .elf64: try Records<Records64>(of: before, as: after, in: afterSource).read(pairs)
    }
  let addresses = pairs.map { before.addressOfAddend($0.relocation, in: $0.table) }
  let known = addresses.compactMap { $0 }
  var old = try programWords(at: known, of: before, in: beforeSource).makeIterator()
  var new = try programWords(at: known, of: before, in: afterSource).makeIterator()
  return zip(zip(pairs, records), addresses).map { pair, address in
    let (former, record) = pair
    guard address != nil, let then = old.next(), let now = new.next() else {
      return ConvertedRelocation(
        table: former.table, before: former.relocation, after: record, word: nil)
    }
    return ConvertedRelocation(
      table: former.table, before: former.relocation.with(addend: then?.value ?? 0),
      after: record.with(addend: now?.value ?? 0), word: now?.region)
  }
}

private typealias Former = (table: Int, relocation: Relocation)

private func missing(in after: DynamicImage, from before: DynamicImage) -> [Former] {
  before.relocations.indices.flatMap { table -> [Former] in
    guard table < after.relocations.count,
      after.relocations[table].region == before.relocations[table].region
    else { return [] }
    let (old, new) = (before.relocations[table].table, after.relocations[table].table)
    // Most edits convert nothing.
    if old.symbolic.elementsEqual(new.symbolic, by: { $0.record == $1.record }) { return [] }
    return old.split(by: new).nameless.map { (table, $0) }
  }
}

extension DynamicImage {
  /// Where the addend of `relocation` stands, if not in its record.
  fileprivate func addressOfAddend(_ relocation: Relocation, in table: Int) -> UInt64? {
    guard relocations[table].table.format.hasImplicitAddends,
      let types = header.machine.relocationTypes
    else { return nil }
    let isSlot = relocation.type == types.jumpSlot
    let meaning = isSlot ? .globalOffsetEntry : types.meanings[relocation.type]
    return meaning.flatMap { addendAddress(of: relocation, asMeantBy: $0) }
  }
}

/// Reads single records of one file's relocation tables.
private struct Records<Classes: ClassRecords> {
  private let image: DynamicImage
  private let now: DynamicImage
  private let reader: BoundedReader
  private let translation: Translation<Classes>

  /// For records of `image` as `source` has them, which reads as `now`.
  init(of image: DynamicImage, as now: DynamicImage, in source: some ByteSource) {
    self.image = image
    self.now = now
    reader = BoundedReader(source: source)
    translation = Translation(byteOrder: image.header.byteOrder)
  }

  func read(_ wanted: [Former]) throws -> [Relocation] {
    var window = ReadingWindow(reader: reader)
    var packed: [Int: [UInt32: Relocation]] = [:]
    return try wanted.map { table, relocation in
      let placed = image.relocations[table]
      guard placed.table.format.hasFixedRecords else {
        // Records that are packed have no places of their own; the image holds them all.
        let known =
          packed[table]
          ?? Dictionary(now.relocations[table].table.plain.map { ($0.record, $0) }) { $1 }
        packed[table] = known
        return known[relocation.record] ?? relocation
      }
      let size = placed.region.byteCount / max(1, placed.table.recordCount)
      let bytes = try window.bytes(
        FileRegion(
          offset: placed.region.offset + Int(relocation.record) * size, byteCount: size))
      let record =
        switch placed.table.format {
        case .rel: translation.decode(Classes.Rel.self, from: bytes)[0]
        case .rela, .packedRel, .packedRela:
          translation.decode(Classes.Rela.self, from: bytes)[0]
        }
      return Relocation(
        record: relocation.record, type: record.type, symbol: SymbolIndex(rawValue: record.symbol),
        offset: record.offset, addend: record.addend)
    }
  }
}
