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

  /// The same, four bytes in a step: what a byte adds is multiplied by 33 once for each that follows.
  public static func gnu(_ name: ArraySlice<UInt8>) -> UInt32 {
    unsafe name.withUnsafeBytes { bytes in
      var hash: UInt32 = 5381
      var offset = 0
      while offset + 4 <= bytes.count {
        let word = UInt32(
          littleEndian: unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
        let added =
          (word & 0xff) &* 35_937 &+ (word >> 8 & 0xff) &* 1089 &+ (word >> 16 & 0xff) &* 33
          &+ word >> 24
        hash = hash &* 1_185_921 &+ added
        offset += 4
      }
      while offset < bytes.count {
        let byte = unsafe bytes[offset]
        hash = hash &* 33 &+ UInt32(byte)
        offset += 1
      }
      return hash
    }
  }

  /// The function of `.hash` (gABI chapter 5, "Hash Table").
  @inlinable
  public static func sysv(_ name: some Sequence<UInt8>) -> UInt32 {
    var hash: UInt32 = 0
    for byte in name {
      hash = (hash << 4) &+ UInt32(byte)
      let high = hash & 0xf000_0000
      hash ^= high >> 24
      hash &= ~high
    }
    return hash
  }
}
