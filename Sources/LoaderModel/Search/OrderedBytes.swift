// Bytes read as numbers of one byte order, and as names. Beyond the end are zeros and no names.

internal import ELFModel

struct OrderedBytes {
  let bytes: [UInt8]
  let byteOrder: ByteOrder

  var count: Int { bytes.count }

  func byte(at offset: Int) -> UInt8 { offset < bytes.count ? bytes[offset] : 0 }

  func halfWord(at offset: Int) -> UInt16 {
    let (first, second) = (UInt16(byte(at: offset)), UInt16(byte(at: offset + 1)))
    return byteOrder == .big ? first << 8 | second : second << 8 | first
  }

  func word(at offset: Int) -> UInt32 {
    let word = (0..<4).reduce(UInt32(0)) { $0 << 8 | UInt32(byte(at: offset + $1)) }
    return byteOrder == .big ? word : word.byteSwapped
  }

  func longWord(at offset: Int) -> UInt64 {
    let (first, second) = (UInt64(word(at: offset)), UInt64(word(at: offset + 4)))
    return byteOrder == .big ? first << 32 | second : second << 32 | first
  }

  func has(_ magic: [UInt8], at offset: Int) -> Bool {
    offset <= bytes.count && bytes[offset...].starts(with: magic)
  }

  /// The name at `offset`; nil if the bytes end before it begins. No more of it than `longest` and
  /// one byte, by which it is seen to be too long.
  func string(at offset: Int, longest: Int) -> ArraySlice<UInt8>? {
    guard offset < bytes.count else { return nil }
    return bytes[offset...].prefix(longest + 1).prefix { $0 != 0 }
  }
}
