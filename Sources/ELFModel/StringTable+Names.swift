// What every step asks of each name of a file, answered where the name stands: a slice of the table
// for each would cost more than the answer.

extension StringTable {
  /// How many bytes the name at `offset` has; 0 when `offset` is outside.
  public func length(at offset: UInt32) -> Int {
    unsafe withName(at: offset) { unsafe ByteSearch.first(0, in: $0, 0..<$0.count) }
  }

  /// The hash by which `.gnu.hash` knows the name at `offset`.
  public func gnuHash(at offset: UInt32) -> UInt32 {
    unsafe withName(at: offset) { unsafe NameHash.gnu(terminated: $0) }
  }

  /// The hash by which `.hash` knows the name at `offset`.
  public func sysvHash(at offset: UInt32) -> UInt32 {
    unsafe withName(at: offset) { unsafe NameHash.sysv(terminated: $0) }
  }

  /// Whether the name at `offset` is that at `otherOffset` of `other`.
  public func hasSameName(at offset: UInt32, as other: StringTable, at otherOffset: UInt32) -> Bool
  {
    unsafe withName(at: offset) { first in
      unsafe other.withName(at: otherOffset) { second in
        if unsafe first.baseAddress == second.baseAddress { return true }
        return unsafe Self.lengthOfSameName(first, second) != nil
      }
    }
  }

  /// Whether the name at `offset` is `name`.
  public func isName(_ name: ArraySlice<UInt8>, at offset: UInt32) -> Bool {
    unsafe withName(at: offset) { own in
      unsafe name.withUnsafeBytes { wanted in
        unsafe Self.lengthOfSameName(own, wanted) == wanted.count
      }
    }
  }

  /// The table from `offset` on; nothing when `offset` is outside.
  @inline(__always)
  func withName<Result>(at offset: UInt32, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    unsafe bytes.withUnsafeBytes { buffer in
      unsafe body(UnsafeRawBufferPointer(rebasing: buffer[min(Int(offset), buffer.count)...]))
    }
  }

  /// How many bytes both buffers have before the first that is zero, or before their ends, if these
  /// are the same; else nil.
  private static func lengthOfSameName(
    _ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer
  ) -> Int? {
    let common = min(first.count, second.count)
    var offset = 0
    while offset + 8 <= common {
      let words = unsafe (
        UInt64(littleEndian: first.loadUnaligned(fromByteOffset: offset, as: UInt64.self)),
        UInt64(littleEndian: second.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      )
      let zeros = ByteSearch.zeros(in: words.0)
      let difference = words.0 ^ words.1
      if zeros != 0 {
        let length = zeros.trailingZeroBitCount / 8
        return difference.trailingZeroBitCount / 8 > length ? offset + length : nil
      }
      guard difference == 0 else { return nil }
      offset += 8
    }
    while true {
      let byte = offset < first.count ? unsafe first[offset] : 0
      guard byte == (offset < second.count ? unsafe second[offset] : 0) else { return nil }
      if byte == 0 { return offset }
      offset += 1
    }
  }
}
