// `.hash`, filled anew with as many buckets and chain words as it has.

internal import ELFModel

extension SysVHashTable {
  /// Fills the table with `members`, symbols of `image` in table order. Every symbol keeps a
  /// chain word, hashed or not: readers take nchain as the number of symbols.
  mutating func fill(with members: [SymbolIndex], of image: DynamicImage) {
    buckets = [UInt32](repeating: 0, count: buckets.count)
    chains = [UInt32](repeating: 0, count: image.symbols.table.count)
    guard !buckets.isEmpty else { return }
    for index in members {
      let hash = image.strings.table.sysvHash(at: image[index].nameOffset)
      let bucket = Int(hash % UInt32(buckets.count))
      chains[index.position] = buckets[bucket]
      buckets[bucket] = index.rawValue
    }
  }
}
