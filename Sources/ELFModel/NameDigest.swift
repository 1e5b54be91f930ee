// A hash of bytes for tables in memory: eight bytes at a time, and seeded anew in each process, so that
// no file can be made of names that collide.

extension ArraySlice<UInt8> {
  /// The hash of the bytes in this process; no two processes agree on it.
  public var digest: UInt32 { unsafe withUnsafeBytes { unsafe Digest.of($0) } }

  /// Whether `other` has the same bytes in the same order.
  public func hasSameBytes(as other: ArraySlice<UInt8>) -> Bool {
    guard count == other.count else { return false }
    return unsafe withUnsafeBytes { first in
      unsafe other.withUnsafeBytes { second in unsafe Digest.areEqual(first, second) }
    }
  }
}

extension HashSlots {
  /// A hash of some numbers in this process, for ``insert(_:_:)``; no two processes agree on it.
  public static func hash(
    _ first: UInt64, _ second: UInt64, _ third: UInt64, _ fourth: UInt64
  ) -> UInt32 {
    Digest.of(first, second, third, fourth)
  }
}

private enum Digest {
  private static let seed = UInt64.random(in: .min ... .max) | 1
  private static let origin = UInt64.random(in: .min ... .max)
  private static let multiplier: UInt64 = 0x9e37_79b9_7f4a_7c15

  static func of(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    var hash = origin &+ UInt64(bytes.count)
    var offset = 0
    while offset + 8 <= bytes.count {
      let word = unsafe bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      hash = folded(hash ^ word)
      offset += 8
    }
    var rest: UInt64 = 0
    while offset < bytes.count {
      let byte = unsafe bytes[offset]
      rest = rest << 8 | UInt64(byte)
      offset += 1
    }
    hash = folded(hash ^ rest)
    return UInt32(truncatingIfNeeded: hash ^ hash >> 32)
  }

  static func of(_ first: UInt64, _ second: UInt64, _ third: UInt64, _ fourth: UInt64) -> UInt32 {
    let hash = folded(folded(folded(folded(origin ^ first) ^ second) ^ third) ^ fourth)
    return UInt32(truncatingIfNeeded: hash ^ hash >> 32)
  }

  /// Both halves of the product, so that every bit in tells on every bit out.
  private static func folded(_ word: UInt64) -> UInt64 {
    let product = (word ^ seed).multipliedFullWidth(by: multiplier)
    return product.high ^ product.low
  }

  static func areEqual(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer) -> Bool {
    if unsafe first.baseAddress == second.baseAddress { return true }
    var offset = 0
    // Whole tables are compared as well as names.
    while offset + 32 <= first.count {
      let (one, other) = unsafe (
        first.loadUnaligned(fromByteOffset: offset, as: SIMD4<UInt64>.self),
        second.loadUnaligned(fromByteOffset: offset, as: SIMD4<UInt64>.self)
      )
      guard one == other else { return false }
      offset += 32
    }
    while offset + 8 <= first.count {
      let words = unsafe (
        first.loadUnaligned(fromByteOffset: offset, as: UInt64.self),
        second.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      )
      guard words.0 == words.1 else { return false }
      offset += 8
    }
    while offset < first.count {
      guard unsafe (first[offset] == second[offset]) else { return false }
      offset += 1
    }
    return true
  }
}
