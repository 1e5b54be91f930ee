// `.gnu.hash` must be exactly what its symbols make of it: hashed symbols sorted by bucket, each
// bucket leading to its first symbol, each chain word the hash of its symbol and its lowest bit
// the end of the bucket. A lookup then reaches every symbol it covers, and no local one is
// covered.

internal import ELFModel

extension Check {
  static let gnuHash = Check(id: "gnu-hash") { image, findings in
    guard let placed = image.gnuHash else { return }
    let structure = TableName.gnuHash.rawValue
    let table = placed.table
    let count = image.symbols.table.count
    findings.expect(
      Int(table.symbolOffset) <= count, in: structure, at: placed.region.offset + 4,
      "it begins at symbol \(table.symbolOffset) of \(count)")
    let layout = BucketLayout(table, in: image)
    let bloomSize = table.bloom.count * image.header.fileClass.bits / 8
    let buckets = placed.region.offset + 16 + bloomSize
    let chains = buckets + table.buckets.count * 4
    for (bucket, first) in table.buckets.enumerated() {
      findings.expect(
        first == layout.firsts[bucket], in: structure, at: buckets + bucket * 4,
        "bucket \(bucket) leads to symbol \(first), not \(layout.firsts[bucket])")
    }
    for (position, word) in table.chains.enumerated() {
      findings.expect(
        word == layout.words[position], in: structure, at: chains + position * 4,
        "the chain word of symbol \(position + Int(table.symbolOffset)) is wrong")
    }
    var lookup = DynamicLookup(image)
    var found = FoundSymbols()
    for index in image.symbolIndices where table.holds(index) {
      findings.expect(
        !image[index].isLocal, in: structure, "it covers the local symbol \(index.rawValue)")
      let name = SoughtName(
        strings: image.strings.table, offset: image[index].nameOffset,
        gnuHash: layout.hashes[index.position - Int(table.symbolOffset)], sysvHash: 0)
      guard lookup.throughGNUHash(name, into: &found) else { return }
      findings.expect(
        found.contains(index), in: structure,
        "a lookup of \(image.text(of: index)) does not reach its symbol")
    }
  }
}

/// What buckets and chain words have to be, given the symbols that a table covers.
private struct BucketLayout {
  /// For each symbol that is covered the hash of its name; 0 beyond the end of the table of symbols.
  let hashes: [UInt32]
  let firsts: [UInt32]
  let words: [UInt32]

  init(_ table: GNUHashTable, in image: DynamicImage) {
    let bucketCount = UInt32(max(1, table.buckets.count))
    let hashes = table.chains.indices.map { position in
      let index = position + Int(table.symbolOffset)
      return index < image.symbols.table.count ? image.gnuHash(of: SymbolIndex(index)) : 0
    }
    var firsts = [UInt32](repeating: 0, count: Int(bucketCount))
    var words = hashes
    // The bucket of the symbol behind the one that is looked at.
    var following: UInt32?
    for position in hashes.indices.reversed() {
      let hash = hashes[position]
      let bucket = hash % bucketCount
      firsts[Int(bucket)] = UInt32(position) + table.symbolOffset
      words[position] = bucket == following ? hash & ~1 : hash | 1
      following = bucket
    }
    (self.hashes, self.firsts, self.words) = (hashes, firsts, words)
  }
}
