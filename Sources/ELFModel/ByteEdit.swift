// An edit replaces bytes of a file with as many others. Nothing else is ever done to a file: no
// byte moves and no file grows or shrinks.

/// New bytes for one contiguous range of a file.
public struct ByteEdit: Sendable, Equatable {
  /// Offset of the first replaced byte.
  public let offset: Int
  /// The bytes that come to stand there.
  public let bytes: [UInt8]

  /// `bytes`, to be written at `offset`.
  public init(offset: Int, bytes: [UInt8]) {
    self.offset = offset
    self.bytes = bytes
  }

  /// The range of file offsets that the edit replaces.
  public var range: Range<Int> { offset..<(offset + bytes.count) }
}

/// A source seen through edits: what the file would read like, had they been written.
public struct EditedSource<Base: ByteSource>: ByteSource {
  private let base: Base
  private let edits: [ByteEdit]
  private let held: (range: Range<Int>, bytes: [UInt8])?

  /// `base` with `edits` (which lie within it and do not overlap) laid over it.
  ///
  /// - Parameter strings: a table as `base` has it; who reads all of it, and no edit is there, gets its
  ///   bytes without a copy.
  public init(_ base: Base, edits: [ByteEdit], holding strings: Placed<StringTable>? = nil) {
    self.base = base
    self.edits = edits.sorted { $0.offset < $1.offset }
    held = strings.map { ($0.region.range, $0.table.bytes) }
  }

  /// Length in bytes; edits never change it.
  public var byteCount: Int { base.byteCount }

  /// The bytes of `range`, after the edits.
  public func bytes(in range: Range<Int>) throws -> [UInt8] {
    let first = firstEdit(endingAfter: range.lowerBound)
    if let held, held.range == range,
      first == edits.count || edits[first].offset >= range.upperBound
    {
      return held.bytes
    }
    var bytes = try base.bytes(in: range)
    for edit in edits[first...] {
      guard edit.offset < range.upperBound else { break }
      let shared = edit.range.clamped(to: range)
      bytes.replaceSubrange(
        (shared.lowerBound - range.lowerBound)..<(shared.upperBound - range.lowerBound),
        with: edit.bytes[
          (shared.lowerBound - edit.offset)..<(shared.upperBound - edit.offset)])
    }
    return bytes
  }

  private func firstEdit(endingAfter offset: Int) -> Int {
    var low = 0
    var high = edits.count
    while low < high {
      let middle = (low + high) / 2
      if edits[middle].range.upperBound > offset { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
