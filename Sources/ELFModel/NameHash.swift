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
