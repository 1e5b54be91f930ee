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
    var position = 0
    while let start = firstDifference(old, new, from: position) {
      var end = start + 1
      while let next = firstDifference(old, new, from: end), next - end < shortestGap {
        end = next + 1
      }
      edits.append(ByteEdit(offset: offset + start, bytes: Array(new[start..<end])))
      position = end
    }
    return edits
  }

  private static func firstDifference(_ old: [UInt8], _ new: [UInt8], from start: Int) -> Int? {
    var position = start
    while position < old.count {
      if old[position] != new[position] { return position }
      position += 1
    }
    return nil
  }
}
