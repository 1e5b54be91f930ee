// A string table: names, each ended by a zero byte, referred to by offset. Linkers share tails:
// `bar` may be the end of `foobar`.
//
// Source: gABI chapter 4, "String Table". Invariant: the last byte is zero (or the table is
// empty), so every offset within the table starts a terminated name.

/// The bytes of a string table. Names stay offsets; text is made only for people.
public struct StringTable: Sendable, Equatable {
  /// The table's bytes.
  public let bytes: [UInt8]

  /// Takes `bytes` as a table; nil unless they are empty or end in a zero byte.
  public init?(_ bytes: [UInt8]) {
    guard bytes.isEmpty || bytes.last == 0 else { return nil }
    self.bytes = bytes
  }

  /// Whether a name starts at `offset`.
  @inlinable
  public func contains(_ offset: UInt32) -> Bool { Int(offset) < bytes.count }

  /// The bytes of the name at `offset`, without the zero; empty when `offset` is outside.
  public func name(at offset: UInt32) -> ArraySlice<UInt8> {
    let start = Int(offset)
    guard start < bytes.count else { return [] }
    // The table ends in a zero byte, so there is one.
    return bytes[start..<ByteSearch.first(0, in: bytes, start..<bytes.count)]
  }

  /// The name at `offset`, or its first `limit` bytes if it is longer. Names that share a long tail
  /// cost no more than `limit` each.
  public func name(at offset: UInt32, atMost limit: Int) -> ArraySlice<UInt8> {
    let start = Int(offset)
    guard start < bytes.count else { return [] }
    let last = start + min(limit, bytes.count - start)
    let end = unsafe bytes.withUnsafeBufferPointer { buffer in
      var end = start
      while end < last, unsafe buffer[end] != 0 { end += 1 }
      return end
    }
    return bytes[start..<end]
  }

  /// Tables are equal when they have the same bytes.
  public static func == (first: StringTable, second: StringTable) -> Bool {
    first.bytes[...].hasSameBytes(as: second.bytes[...])
  }

  /// Whether the name at `offset` is the empty one.
  @inlinable
  public func isEmptyName(at offset: UInt32) -> Bool {
    Int(offset) >= bytes.count || bytes[Int(offset)] == 0
  }

  /// The name at `offset` as text; bytes that are not UTF-8 are replaced.
  public func text(at offset: UInt32) -> String {
    String(decoding: name(at: offset), as: UTF8.self)
  }

  /// The name at `offset` as text for a message: at most 200 bytes of it.
  public func shortText(at offset: UInt32) -> String? {
    let start = Int(offset)
    guard start < bytes.count else { return nil }
    let limited = bytes[start..<min(bytes.count, start + 200)].prefix { $0 != 0 }
    return String(decoding: limited, as: UTF8.self)
  }
}
