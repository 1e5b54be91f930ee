// How many bytes of two arrays differ, eight in a step.

extension [UInt8] {
  /// How many of the bytes differ from those of `other` at the same place, as far as both go.
  public func countOfDifferences(from other: [UInt8]) -> Int {
    let end = Swift.min(count, other.count)
    return unsafe withUnsafeBytes { own in
      unsafe other.withUnsafeBytes { foreign in
        var (differing, offset) = (0, 0)
        while offset &+ 8 <= end {
          let words = unsafe (
            own.loadUnaligned(fromByteOffset: offset, as: UInt64.self),
            foreign.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
          )
          differing &+= (words.0 ^ words.1).countOfBytesWithBits
          offset &+= 8
        }
        while offset < end {
          if unsafe own[offset] != foreign[offset] { differing &+= 1 }
          offset &+= 1
        }
        return differing
      }
    }
  }
}

extension UInt64 {
  /// How many of the eight bytes are not 0. Adding carries into the highest bit of a byte if one of its
  /// others is set.
  fileprivate var countOfBytesWithBits: Int {
    let others: UInt64 = 0x7f7f_7f7f_7f7f_7f7f
    return (((self & others) &+ others | self) & ~others).nonzeroBitCount
  }
}
