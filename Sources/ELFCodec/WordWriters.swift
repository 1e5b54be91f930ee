// How many relocations write a word. In a table without addends each adds to what the one before left
// there, so the word in the file says what a relocation adds to only where it is the only one.
//
// RELR: gABI proposal "Relative Relocations"; an even word is an address, an odd one a bitmap of the
// words that follow the last address.

internal import ELFModel

/// Counts, for words of the program, the relocations that write them.
struct WordWriters<Records: ClassRecords> {
  private let image: DynamicImage
  private let reader: BoundedReader
  private let translation: Translation<Records>
  private let size: UInt64
  /// The first addresses of the words, ascending, and how many relocations write each.
  private let words: [UInt64]
  private var counts: [Int]

  /// Counts those of every table that a loader works through.
  ///
  /// - Throws: the source's I/O error.
  init(of addresses: [UInt64], in image: DynamicImage, _ reader: BoundedReader, _ map: AddressMap)
    throws
  {
    self.image = image
    self.reader = reader
    translation = Translation(byteOrder: image.header.byteOrder)
    size = UInt64(image.header.fileClass.bits / 8)
    words = Set(addresses).sorted()
    counts = [Int](repeating: 0, count: words.count)
    for placed in image.relocations where placed.table.isLoaded {
      switch placed.table.format {
      case .rel: try countRecords(of: placed, as: Records.Rel.self)
      case .rela: try countRecords(of: placed, as: Records.Rela.self)
      case .packedRel, .packedRela:
        for record in placed.table.symbolic + placed.table.plain {
          count(record.offset, type: record.type)
        }
      }
    }
    try countRelative(map)
  }

  /// Whether one relocation alone writes the word at `address`, which is one of those asked for.
  func isWrittenOnce(_ address: UInt64) -> Bool { counts[position(of: address)] == 1 }

  private mutating func countRecords<Record: WireRecord>(
    of placed: Placed<RelocationTable>, as _: Record.Type
  ) throws where Record.Model == WireRelocation {
    let size = MemoryLayout<Record>.size
    let chunk = 4096 * size
    var start = placed.region.offset
    while start < placed.region.range.upperBound {
      let length = min(chunk, placed.region.range.upperBound - start)
      let bytes = try reader.bytes(FileRegion(offset: start, byteCount: length))
      for record in translation.decode(Record.self, from: bytes) {
        count(record.offset, type: record.type)
      }
      start += length
    }
  }

  private mutating func countRelative(_ map: AddressMap) throws {
    for region in image.relativeTables(by: map) {
      let bytes = try reader.bytes(region)
      let entries =
        size == 8
        ? translation.decode(numbers: UInt64.self, from: bytes)
        : translation.decode(numbers: UInt32.self, from: bytes).map(UInt64.init)
      var next: UInt64 = 0
      for entry in entries {
        if entry & 1 == 0 {
          count(entry, type: RelocationTypes.none)
          next = entry &+ size
          continue
        }
        for bit in 1..<(size * 8) where entry >> bit & 1 == 1 {
          count(next &+ (bit - 1) * size, type: RelocationTypes.none)
        }
        next = next &+ (size * 8 - 1) * size
      }
    }
  }

  /// Counts a relocation of `type` at `offset`; a TLS descriptor takes two words.
  private mutating func count(_ offset: UInt64, type: UInt32) {
    var length = size
    if case .threadDescriptor = image.header.machine.relocationTypes?.meanings[type] {
      length = 2 * size
    }
    let (end, overflow) = offset.addingReportingOverflow(length)
    var position = position(of: offset < size ? 0 : offset - size + 1)
    while position < words.count, overflow || words[position] < end {
      counts[position] += 1
      position += 1
      if overflow { return }
    }
  }

  /// The position of the first word at `address` or behind it.
  private func position(of address: UInt64) -> Int {
    var low = 0
    var high = words.count
    while low < high {
      let middle = (low + high) / 2
      if words[middle] >= address { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
