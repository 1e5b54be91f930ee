// Where two versions of the same bytes differ.

internal import ELFModel

extension ByteEdit {
  /// Differences closer than this are one edit: a write costs more than a few equal bytes.
  private static let shortestGap = 32

  /// The edits that turn `old` into `new`, which is as long; `offset` is where both lie in the
  /// file.
  static func differences(from old: [UInt8], to new: [UInt8], at offset: Int) -> [ByteEdit] {
    precondition(old.count == new.count, "an edit never changes a length")
    var edits: [ByteEdit] = []
    unsafe old.withUnsafeBytes { before in
      unsafe new.withUnsafeBytes { after in
        let differences = unsafe Differences(before, after)
        var position = 0
        while let run = unsafe differences.run(from: position, shortestGap: shortestGap) {
          let bytes = unsafe Array(UnsafeRawBufferPointer(rebasing: after[run]))
          edits.append(ByteEdit(offset: offset + run.lowerBound, bytes: bytes))
          position = run.upperBound
        }
      }
    }
    return edits
  }
}

/// Two buffers of the same length, compared eight bytes in a step.
@unsafe private struct Differences {
  private let old: UnsafeRawBufferPointer
  private let new: UnsafeRawBufferPointer
  private let count: Int

  init(_ old: UnsafeRawBufferPointer, _ new: UnsafeRawBufferPointer) {
    unsafe (self.old, self.new) = (old, new)
    unsafe count = old.count
  }

  /// The first bytes at `start` or behind it that differ, up to where as many as `shortestGap` are
  /// equal; nil if none differs.
  func run(from start: Int, shortestGap: Int) -> Range<Int>? {
    guard let first = unsafe firstDifference(from: start) else { return nil }
    var end = first + 1
    var position = end
    while unsafe position < count, position - end < shortestGap {
      let (difference, width) = unsafe difference(at: position)
      if difference != 0 {
        // The bits of the lowest byte stand for the first one.
        guard position + difference.trailingZeroBitCount / 8 - end < shortestGap else { break }
        end = position + 8 - difference.leadingZeroBitCount / 8
      }
      position += width
    }
    return first..<end
  }

  private func firstDifference(from start: Int) -> Int? {
    var position = start
    while unsafe position < count {
      let (difference, width) = unsafe difference(at: position)
      if difference != 0 { return position + difference.trailingZeroBitCount / 8 }
      position += width
    }
    return nil
  }

  /// Which bits of the bytes at `position` differ, and how many bytes they are: eight, or at the end one.
  @inline(__always)
  private func difference(at position: Int) -> (bits: UInt64, width: Int) {
    guard unsafe position + 8 <= count else {
      return unsafe (UInt64(old[position] ^ new[position]), 1)
    }
    let words = unsafe (
      old.loadUnaligned(fromByteOffset: position, as: UInt64.self),
      new.loadUnaligned(fromByteOffset: position, as: UInt64.self)
    )
    return (UInt64(littleEndian: words.0 ^ words.1), 8)
  }
}
