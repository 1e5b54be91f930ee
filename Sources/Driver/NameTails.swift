// What names end with, as bits in a small table: a word that ends otherwise is none of them, and nearly
// all words do.

internal import ELFModel

/// The last eight bytes of names, or the last few of shorter ones.
struct NameTails {
  private var long = [UInt64](repeating: 0, count: tableBits / 64)
  private var short = [UInt64](repeating: 0, count: tableBits / 64)
  /// How many bytes of names with fewer than eight are looked at; 0 if there are no such names.
  private let shortest: Int

  private static let tableBits = 1 << 19

  /// The tails of the names of `symbols` in `image`, the shortest of which has `shortest` bytes.
  init(of symbols: SymbolSet, in image: DynamicImage, shortest: Int) {
    self.shortest = shortest < 8 ? shortest : 0
    for symbol in symbols {
      let name = image.name(of: symbol)
      guard !name.isEmpty else { continue }
      let bit = Self.bit(of: Self.word(endingWith: name.suffix(name.count < 8 ? shortest : 8)))
      if name.count < 8 {
        short[bit >> 6] |= 1 << UInt64(bit & 63)
      } else {
        long[bit >> 6] |= 1 << UInt64(bit & 63)
      }
    }
  }

  /// The bytes as they stand in a word of little endian order.
  private static func word(endingWith tail: ArraySlice<UInt8>) -> UInt64 {
    var word: UInt64 = 0
    for byte in tail.reversed() { word = word << 8 | UInt64(byte) }
    return word
  }

  /// Whether what ends before the byte at `end` may be one of the names.
  ///
  /// - Parameter end: has eight bytes before it in `buffer`.
  @unsafe @inline(__always)
  func mayEnd(at end: Int, of buffer: UnsafeRawBufferPointer) -> Bool {
    let word = UInt64(
      littleEndian: unsafe buffer.loadUnaligned(fromByteOffset: end - 8, as: UInt64.self))
    let bit = Self.bit(of: word)
    if long[bit >> 6] >> UInt64(bit & 63) & 1 == 1 { return true }
    guard shortest > 0 else { return false }
    let shortBit = Self.bit(of: word >> UInt64(64 - 8 * shortest))
    return short[shortBit >> 6] >> UInt64(shortBit & 63) & 1 == 1
  }

  @inline(__always)
  private static func bit(of word: UInt64) -> Int {
    Int(truncatingIfNeeded: (word &* 0x9e37_79b9_7f4a_7c15) >> 45)
  }
}
