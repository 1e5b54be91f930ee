// Zero bytes behind something that could be the letter of a name, found in 32 bytes at once. Tables of
// numbers are full of zeros, and texts have few.

internal import ELFModel

enum WordEnds {
  /// The zero bytes among the 32 at `place` of `buffer` behind at least `count` printable ones, of
  /// which three are looked at: the highest bit of each.
  ///
  /// - Parameter place: has three bytes before it and 31 behind it in `buffer`.
  @unsafe @inline(__always)
  static func candidates(
    in buffer: UnsafeRawBufferPointer, at place: Int, behind count: Int
  ) -> SIMD4<UInt64> {
    let words = unsafe littleEndian(buffer, place)
    let low = SIMD4<UInt64>(repeating: 0x7f7f_7f7f_7f7f_7f7f)
    var ends = ~(((words & low) &+ low) | words | low)
    for distance in 1...3 where distance <= max(1, count) {
      let before = unsafe littleEndian(buffer, place - distance)
      // Printable are those of 0x20 to 0x7f: bit 7 is clear, and one of the next two is set.
      ends &= ~before & ((before &<< 1) | (before &<< 2))
    }
    return ends
  }

  @unsafe @inline(__always)
  private static func littleEndian(_ buffer: UnsafeRawBufferPointer, _ place: Int)
    -> SIMD4<UInt64>
  {
    let words = unsafe buffer.loadUnaligned(fromByteOffset: place, as: SIMD4<UInt64>.self)
    #if _endian(big)
      return SIMD4(
        words[0].littleEndian, words[1].littleEndian, words[2].littleEndian, words[3].littleEndian)
    #else
      return words
    #endif
  }
}
