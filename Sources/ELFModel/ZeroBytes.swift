// Where a zero byte ends a name: asked for each symbol again and again, so eight bytes are looked at in
// one step.

/// Finds zero bytes.
public enum ZeroBytes {
  /// The bytes of `word` that are zero: the highest bit of each, and no other.
  @inlinable
  public static func all(in word: UInt64) -> UInt64 {
    let low: UInt64 = 0x7f7f_7f7f_7f7f_7f7f
    return ~((word & low &+ low) | word | low)
  }

  /// Where in `buffer`, from `start` on, the first zero byte is; the buffer's length if there is none.
  ///
  /// - Parameter start: not behind the end of `buffer`.
  @unsafe public static func first(in buffer: UnsafeRawBufferPointer, from start: Int) -> Int {
    var offset = start
    while offset + 8 <= buffer.count {
      let word = UInt64(
        littleEndian: unsafe buffer.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      // Where a byte is zero its highest bit comes out; above the first such byte others may, too.
      let zeros = (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
      if zeros != 0 { return offset + zeros.trailingZeroBitCount / 8 }
      offset += 8
    }
    while offset < buffer.count, unsafe buffer[offset] != 0 { offset += 1 }
    return offset
  }
}
