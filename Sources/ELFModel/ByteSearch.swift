// Where a byte is: the zero that ends a name, the end of a line. That is asked for each symbol again and
// again, so eight bytes are looked at in one step.

/// Finds bytes.
public enum ByteSearch {
  /// The bytes of `word` that are zero: the highest bit of each, and no other.
  @inlinable
  public static func zeros(in word: UInt64) -> UInt64 {
    let low: UInt64 = 0x7f7f_7f7f_7f7f_7f7f
    return ~((word & low &+ low) | word | low)
  }

  /// Where in `range` of `buffer` the first `byte` is; the end of `range` if there is none.
  ///
  /// - Parameter range: lies within `buffer`.
  @unsafe public static func first(
    _ byte: UInt8, in buffer: UnsafeRawBufferPointer, _ range: Range<Int>
  ) -> Int {
    let wanted = UInt64(byte) &* 0x0101_0101_0101_0101
    var offset = range.lowerBound
    // Names are short; behind what most of them have, longer steps pay.
    var end = min(range.upperBound, offset &+ 128)
    while true {
      while offset &+ 8 <= end {
        let word = unsafe buffer.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        let found = zeros(in: UInt64(littleEndian: word) ^ wanted)
        if found != 0 { return offset &+ found.trailingZeroBitCount / 8 }
        offset &+= 8
      }
      if end == range.upperBound { break }
      end = range.upperBound
      offset = unsafe passing(byte, in: buffer, offset..<end)
    }
    while offset < end, unsafe buffer[offset] != byte { offset &+= 1 }
    return offset
  }

  /// An offset in `range` before which no `byte` is: 32 bytes in one step.
  @unsafe private static func passing(
    _ byte: UInt8, in buffer: UnsafeRawBufferPointer, _ range: Range<Int>
  ) -> Int {
    typealias Words = SIMD4<UInt64>
    let wanted = Words(repeating: UInt64(byte) &* 0x0101_0101_0101_0101)
    let low = Words(repeating: 0x7f7f_7f7f_7f7f_7f7f)
    var offset = range.lowerBound
    while offset + 32 <= range.upperBound {
      let words = unsafe buffer.loadUnaligned(fromByteOffset: offset, as: Words.self) ^ wanted
      // As `zeros(in:)`, of each word.
      let others = ((words & low) &+ low) | words | low
      guard (others[0] & others[1] & others[2] & others[3]) == .max else { break }
      offset += 32
    }
    return offset
  }

  /// Where in `range` of `bytes` the first `byte` is; the end of `range` if there is none.
  public static func first(_ byte: UInt8, in bytes: [UInt8], _ range: Range<Int>) -> Int {
    precondition(range.upperBound <= bytes.count, "what is searched lies within the bytes")
    return unsafe bytes.withUnsafeBytes { unsafe first(byte, in: $0, range) }
  }
}
