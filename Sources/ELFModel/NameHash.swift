// The two hash functions by which a loader finds a name.

/// Hash functions over the bytes of a symbol's name.
public enum NameHash {
  /// The function of `.gnu.hash` (glibc `dl_new_hash`): h = h * 33 + c, from 5381.
  @inlinable
  public static func gnu(_ name: some Sequence<UInt8>) -> UInt32 {
    var hash: UInt32 = 5381
    for byte in name { hash = hash &* 33 &+ UInt32(byte) }
    return hash
  }

  /// The same, eight bytes in a step.
  public static func gnu(_ name: ArraySlice<UInt8>) -> UInt32 {
    unsafe name.withUnsafeBytes { unsafe gnu($0, until: $0.count) }
  }

  /// The hash of the first `end` bytes of `buffer`.
  private static func gnu(_ buffer: UnsafeRawBufferPointer, until end: Int) -> UInt32 {
    var hash: UInt32 = 5381
    var offset = 0
    while offset + 8 <= end {
      hash = gnu(hash, followedBy: unsafe littleEndianWord(of: buffer, at: offset))
      offset += 8
    }
    while offset < end {
      let byte = unsafe buffer[offset]
      hash = hash &* 33 &+ UInt32(byte)
      offset += 1
    }
    return hash
  }

  /// The hash of the bytes of `buffer` before the first that is zero, or of all.
  static func gnu(terminated buffer: UnsafeRawBufferPointer) -> UInt32 {
    var hash: UInt32 = 5381
    let lastWord = buffer.count &- 8
    var offset = 0
    while offset <= lastWord {
      var word = unsafe littleEndianWord(of: buffer, at: offset)
      let zeros = ByteSearch.zeros(in: word)
      if zeros != 0 {
        for _ in 0..<(zeros.trailingZeroBitCount / 8) {
          hash = hash &* 33 &+ UInt32(truncatingIfNeeded: word & 0xff)
          word >>= 8
        }
        return hash
      }
      hash = gnu(hash, followedBy: word)
      offset &+= 8
    }
    while offset < buffer.count {
      let byte = unsafe buffer[offset]
      if byte == 0 { break }
      hash = hash &* 33 &+ UInt32(byte)
      offset &+= 1
    }
    return hash
  }

  /// What `hash` becomes by the eight bytes of `word`. Each byte is multiplied by 33 once for each that
  /// follows: first in pairs, 16 bits wide, then pairs of these, 32 bits wide, so that none overflows.
  @inline(__always)
  private static func gnu(_ hash: UInt32, followedBy word: UInt64) -> UInt32 {
    let bytes: UInt64 = 0x00ff_00ff_00ff_00ff
    let pairs = (word & bytes) &* 33 &+ (word >> 8 & bytes)
    let halves: UInt64 = 0x0000_ffff_0000_ffff
    let fours = (pairs & halves) &* 1089 &+ (pairs >> 16 & halves)
    let (first, second) = (UInt32(truncatingIfNeeded: fours), UInt32(fours >> 32))
    return hash &* 1_954_312_449 &+ first &* 1_185_921 &+ second
  }

  @inline(__always)
  private static func littleEndianWord(of buffer: UnsafeRawBufferPointer, at offset: Int) -> UInt64
  {
    UInt64(littleEndian: unsafe buffer.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// The hash of `.hash` for the bytes of `buffer` before the first that is zero, or of all.
  static func sysv(terminated buffer: UnsafeRawBufferPointer) -> UInt32 {
    var hash: UInt32 = 0
    var offset = 0
    while offset < buffer.count {
      let byte = unsafe buffer[offset]
      if byte == 0 { break }
      hash = sysv(hash, followedBy: byte)
      offset += 1
    }
    return hash
  }

  /// The function of `.hash` (gABI chapter 5, "Hash Table").
  @inlinable
  public static func sysv(_ name: some Sequence<UInt8>) -> UInt32 {
    var hash: UInt32 = 0
    for byte in name { hash = sysv(hash, followedBy: byte) }
    return hash
  }

  @usableFromInline @inline(__always)
  static func sysv(_ hash: UInt32, followedBy byte: UInt8) -> UInt32 {
    let longer = (hash << 4) &+ UInt32(byte)
    let high = longer & 0xf000_0000
    return (longer ^ high >> 24) & ~high
  }
}
