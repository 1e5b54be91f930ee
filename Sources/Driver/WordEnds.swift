// Zero bytes behind something that could be the letter of a name, found in 32 bytes at once. Tables of
// numbers are full of zeros, and texts have few.

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
    ends &= unsafe printable(before: 1, place, in: buffer)
    if count > 1 { ends &= unsafe printable(before: 2, place, in: buffer) }
    if count > 2 { ends &= unsafe printable(before: 3, place, in: buffer) }
    return ends
  }

  /// Which of the 32 bytes that begin `distance` before `place` are printable, those of 0x20 to 0x7f: bit
  /// 7 is clear, and one of the next two is set.
  @unsafe @inline(__always)
  private static func printable(
    before distance: Int, _ place: Int, in buffer: UnsafeRawBufferPointer
  ) -> SIMD4<UInt64> {
    let bytes = unsafe littleEndian(buffer, place - distance)
    return ~bytes & ((bytes &<< 1) | (bytes &<< 2))
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
