// `.hash`: buckets of chains of symbol indices.
//
//     nbucket  nchain  bucket[nbucket]  chain[nchain]
//
// Words of 32 bits, except on s390x and alpha, where they have 64. Source: gABI chapter 5,
// "Hash Table". Invariants of the format: nchain is the number of symbols; 0 ends a chain.

/// The content of `.hash`.
public struct SysVHashTable: Sendable, Equatable {
  /// For each bucket the index of its first symbol, or 0.
  public var buckets: [UInt32]
  /// For each symbol the index of the next one in its bucket, or 0.
  public var chains: [UInt32]

  /// Memberwise.
  public init(buckets: [UInt32], chains: [UInt32]) {
    self.buckets = buckets
    self.chains = chains
  }

  /// For each symbol whether some bucket's chain reaches it. A chain that loops or leaves the
  /// table ends there.
  public func members() -> [Bool] {
    var reached = [Bool](repeating: false, count: chains.count)
    for bucket in buckets {
      var index = Int(bucket)
      while index != 0, index < chains.count, !reached[index] {
        reached[index] = true
        index = Int(chains[index])
      }
    }
    return reached
  }
}
