// Zero bytes behind something that could be the letter of a name, found in 32 bytes at once. Tables of
// numbers are full of zeros, and texts have few.

enum WordEnds {
  /// The zero bytes among the 32 at `place` of `buffer` behind at least `count` printable ones, of
  /// which three are looked at, or one: the highest bit of each.
  ///
  /// - Parameter place: has three bytes before it and 31 behind it in `buffer`.
  @unsafe @inline(__always)
  static func candidates(
    in buffer: UnsafeRawBufferPointer, at place: Int, behind count: Int
  ) -> SIMD4<UInt64> {
    let words = unsafe littleEndian(buffer, place)
    let low = SIMD4<UInt64>(repeating: 0x7f7f_7f7f_7f7f_7f7f)
    let others = ((words & low) &+ low) | words | low
    let last = unsafe littleEndian(buffer, place &- 1)
    guard count > 2 else { return inPrintable(last) & ~last & ~others }
    let second = unsafe littleEndian(buffer, place &- 2)
    let third = unsafe littleEndian(buffer, place &- 3)
    return inPrintable(last) & inPrintable(second) & inPrintable(third)
      & ~(last | second | third | others)
  }

  /// Bit 7 of each byte that is printable, 0x20 to 0x7f, or above: one of bits 5 and 6 is set. Sums, since
  /// shifts of these vectors take longer.
  @inline(__always)
  private static func inPrintable(_ bytes: SIMD4<UInt64>) -> SIMD4<UInt64> {
    let twice = bytes &+ bytes
    return twice | (twice &+ twice)
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
