// Many lines, sorted as `LC_ALL=C sort` sorts them. They lie in one array of bytes and are never texts
// of their own: to make a hundred thousand of those and to compare them takes longer than to find
// out what they say.

internal import Glibc

/// Lines that are put together piece by piece.
struct SortedLines {
  private var bytes: [UInt8] = []
  private var lines: [Range<Int>] = []
  private var start = 0

  /// Adds `piece` to the line.
  mutating func add(_ piece: String) { bytes += piece.utf8 }

  /// Adds `piece` to the line.
  mutating func add(_ piece: some Collection<UInt8>) { bytes += piece }

  /// Ends the line, which is there `count` times.
  mutating func endLine(count: Int = 1) {
    lines += repeatElement(start..<bytes.count, count: count)
    start = bytes.count
  }

  /// Adds the lines to `text` in the order of their bytes, each behind `sign` and ended by a newline.
  func write(to text: inout [UInt8], sign: String = "") {
    let added = lines.reduce(0) { $0 + sign.utf8.count + $1.count + 1 }
    text.reserveCapacity(text.count + added)
    for line in sorted {
      text += sign.utf8
      text += bytes[line]
      text.append(UInt8(ascii: "\n"))
    }
  }

  private var sorted: [Range<Int>] {
    unsafe bytes.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return lines }
      return lines.sorted { first, second in
        let order = unsafe memcmp(
          base + first.lowerBound, base + second.lowerBound, min(first.count, second.count))
        return order == 0 ? first.count < second.count : order < 0
      }
    }
  }
}
