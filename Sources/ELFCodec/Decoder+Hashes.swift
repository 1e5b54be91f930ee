// The two hash tables. Neither is trusted: counts are checked against the bytes that are there
// before anything is read.

internal import ELFModel

/// `.gnu.hash` without its chains, whose number depends on the number of symbols.
struct GNUHashPrefix {
  let region: FileRegion
  let table: GNUHashTable
  let chainsAvailable: UInt64
  /// One more than the index of the last symbol that a chain reaches; 0 if nothing is hashed.
  let symbolsReached: Int
}

extension Decoder {
  func sysvHashTable(_ layout: DynamicLayout) throws -> Placed<SysVHashTable>? {
    guard let address = layout.entries[.hash] else { return nil }
    let name = TableName.sysvHash.rawValue
    let wordSize = layout.machine.sysvHashWordSize
    let head = try words(layout.map.region(name, at: address, count: 2, size: wordSize), wordSize)
    let (bucketCount, chainCount) = (Int(head[0]), Int(head[1]))
    let region = try layout.map.region(
      name, at: address, count: 2 + bucketCount + chainCount, size: wordSize)
    let all = try words(region, wordSize)
    return Placed(
      SysVHashTable(
        buckets: Array(all[2..<(2 + bucketCount)]), chains: Array(all[(2 + bucketCount)...])),
      in: region)
  }

  /// Words of 32 bits, or of 64 whose values must fit 32: they are counts and symbol indices.
  private func words(_ region: FileRegion, _ size: Int) throws -> [UInt32] {
    let bytes = try reader.bytes(region)
    guard size == 8 else { return translation.decode(numbers: UInt32.self, from: bytes) }
    return try translation.decode(numbers: UInt64.self, from: bytes).enumerated().map {
      guard let word = UInt32(exactly: $1) else {
        throw DecodeError.malformed(
          structure: TableName.sysvHash.rawValue, offset: region.offset + $0 * 8,
          reason: "\($1) is no symbol index: words have 8 bytes on this machine, not 4")
      }
      return word
    }
  }

  func gnuHashPrefix(_ layout: DynamicLayout) throws -> GNUHashPrefix? {
    guard let address = layout.entries[.gnuHash] else { return nil }
    let name = TableName.gnuHash.rawValue
    let headRegion = try layout.map.region(name, at: address, count: 4, size: 4)
    let head = try words(headRegion, 4)
    let (bucketCount, symbolOffset) = (Int(head[0]), head[1])
    let (maskWords, shift) = (Int(head[2]), head[3])
    let offset = headRegion.offset
    try check(
      maskWords > 0 && maskWords & (maskWords - 1) == 0, name, offset: offset + 8,
      "its bloom filter has \(maskWords) words, not a power of two")
    try check(shift < 32, name, offset: offset + 12, "its bloom shift is \(shift)")

    let bloomSize = maskWords * Records.fileClass.bits / 8
    let fixedSize = 16 + bloomSize + bucketCount * 4
    let region = try layout.map.region(name, at: address, byteCount: UInt64(fixedSize))
    let bytes = try reader.bytes(region)
    let table = GNUHashTable(
      symbolOffset: symbolOffset, bloomShift: shift,
      bloom: bloomWords(Array(bytes[16..<(16 + bloomSize)])),
      buckets: translation.decode(numbers: UInt32.self, from: Array(bytes[(16 + bloomSize)...])),
      chains: [])
    let available = (try layout.map.locate(name, address).available - UInt64(fixedSize)) / 4
    let reached = try symbolsReached(
      table, chains: region.range.upperBound, available: Int(clamping: available))
    return GNUHashPrefix(
      region: region, table: table, chainsAvailable: available, symbolsReached: reached)
  }

  private func bloomWords(_ bytes: [UInt8]) -> [UInt64] {
    switch Records.fileClass {
    case .elf32: translation.decode(numbers: UInt32.self, from: bytes).map(UInt64.init)
    case .elf64: translation.decode(numbers: UInt64.self, from: bytes)
    }
  }

  /// Walks the chain of the last bucket to its end, as glibc's dladdr does (elf/dl-addr.c).
  private func symbolsReached(_ table: GNUHashTable, chains: Int, available: Int) throws -> Int {
    guard let last = table.buckets.max(), last != 0 else { return 0 }
    let name = TableName.gnuHash.rawValue
    try check(
      last >= table.symbolOffset, name, offset: chains,
      "a bucket begins at symbol \(last), before the first hashed one, \(table.symbolOffset)")
    var position = Int(last) - Int(table.symbolOffset)
    let step = 1024
    while position < available {
      let end = min(position + step, available)
      let region = FileRegion(offset: chains + position * 4, byteCount: (end - position) * 4)
      let words = try words(region, 4)
      if let length = words.firstIndex(where: { $0 & 1 == 1 }) {
        return Int(table.symbolOffset) + position + length + 1
      }
      position = end
    }
    throw DecodeError.malformed(
      structure: name, offset: chains, reason: "the chain of symbol \(last) does not end")
  }

  func gnuHashTable(_ prefix: GNUHashPrefix, symbolCount: Int) throws -> Placed<GNUHashTable> {
    var table = prefix.table
    guard table.buckets.contains(where: { $0 != 0 }) else {
      return Placed(table, in: prefix.region)
    }
    let chainCount = symbolCount - Int(table.symbolOffset)
    let region = try reader.region(
      TableName.gnuHash.rawValue, offset: UInt64(prefix.region.offset),
      byteCount: UInt64(prefix.region.byteCount + chainCount * 4))
    try check(
      UInt64(chainCount) <= prefix.chainsAvailable, TableName.gnuHash.rawValue,
      offset: region.offset, "its segment has no room for \(chainCount) chain words")
    table.chains = try words(
      FileRegion(offset: prefix.region.range.upperBound, byteCount: chainCount * 4), 4)
    return Placed(table, in: region)
  }
}
