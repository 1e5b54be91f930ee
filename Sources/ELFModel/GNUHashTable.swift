// `.gnu.hash`: header, bloom filter, buckets, and one chain word per hashed symbol.
//
//     nbuckets  symoffset  maskwords  shift      four 32-bit words
//     bloom[maskwords]                           words of the file's class
//     buckets[nbuckets]                          index of a bucket's first symbol, or 0
//     chain[nsymbols - symoffset]                hash without its lowest bit; that bit ends a bucket
//
// Source: glibc elf/dl-setup_hash.c and elf/dl-lookup.c; the gABI does not describe it.
// Invariant of the format: hashed symbols are the tail of `.dynsym`, sorted by bucket.

/// The content of `.gnu.hash`.
public struct GNUHashTable: Sendable, Equatable {
  /// Index of the first hashed symbol; the number of symbols when nothing is hashed.
  public var symbolOffset: UInt32
  /// How far the hash is shifted for the second bloom bit.
  public let bloomShift: UInt32
  /// The bloom filter; 32-bit words of an ELF32 file stand in the lower halves.
  public var bloom: [UInt64]
  /// For each bucket the index of its first symbol, or 0.
  public var buckets: [UInt32]
  /// One word per hashed symbol.
  public var chains: [UInt32]

  /// Memberwise.
  public init(
    symbolOffset: UInt32, bloomShift: UInt32, bloom: [UInt64], buckets: [UInt32], chains: [UInt32]
  ) {
    self.symbolOffset = symbolOffset
    self.bloomShift = bloomShift
    self.bloom = bloom
    self.buckets = buckets
    self.chains = chains
  }

  /// The table's length in a file of class `fileClass`, in bytes.
  public func byteCount(in fileClass: FileClass) -> Int {
    16 + bloom.count * fileClass.bits / 8 + (buckets.count + chains.count) * 4
  }

  /// The positions of the symbols that the table holds.
  @inlinable public var heldPositions: Range<Int> {
    Int(symbolOffset)..<(Int(symbolOffset) + chains.count)
  }

  /// Whether the table holds the symbol at `index`.
  @inlinable
  public func holds(_ index: SymbolIndex) -> Bool {
    index.rawValue >= symbolOffset && index.position - Int(symbolOffset) < chains.count
  }
}
