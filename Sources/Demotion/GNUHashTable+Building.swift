// `.gnu.hash`, filled anew in the geometry it has: buckets, bloom words and shift stay, so the
// table fits where it was.

internal import ELFModel

extension GNUHashTable {
  /// Fills the table with the last symbols of `image`, whose names have `hashes`, in table order and
  /// sorted by bucket.
  ///
  /// An emptied table keeps its buckets and bloom words, all zero, and gives the number of symbols
  /// as `symoffset`: musl and glibc test the bloom filter before anything else, and a reader
  /// without section headers still finds the count.
  mutating func fill(withLast hashes: [UInt32], of image: DynamicImage) {
    let count = image.symbols.table.count
    let wordBits = UInt32(image.header.fileClass.bits)
    let bucketCount = UInt32(buckets.count)
    symbolOffset = UInt32(count - hashes.count)
    buckets = [UInt32](repeating: 0, count: buckets.count)
    bloom = [UInt64](repeating: 0, count: bloom.count)
    chains = hashes
    for position in chains.indices {
      let hash = chains[position]
      let word = Int(hash / wordBits) & (bloom.count - 1)
      bloom[word] |= 1 << UInt64(hash % wordBits) | 1 << UInt64((hash >> bloomShift) % wordBits)
      let bucket = hash % bucketCount
      if buckets[Int(bucket)] == 0 { buckets[Int(bucket)] = symbolOffset + UInt32(position) }
      let isLast = position + 1 == chains.count || chains[position + 1] % bucketCount != bucket
      chains[position] = isLast ? hash | 1 : hash & ~1
    }
  }
}
