// Lines of the texts that runs leave for later runs: a key, a space, a value.

/// The lines of a record, read one by one.
struct RecordLines {
  private var lines: ArraySlice<Substring>

  init(_ text: String) {
    lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
  }

  /// Whether a line is left; the last one is what follows the last line's end, and empty.
  var hasMore: Bool { lines.count > 1 || lines.first != "" }

  /// Whether the next line has `key`.
  func isNext(_ key: String) -> Bool { lines.first?.hasPrefix(key + " ") == true }

  mutating func expect(_ line: String) throws(UndoRecordError) {
    guard lines.first.map(String.init) == line else { throw failure("expected `\(line)`") }
    lines.removeFirst()
  }

  mutating func value<Value>(_ key: String, _ parse: (Substring) -> Value?) throws(UndoRecordError)
    -> Value
  {
    guard let line = lines.first, line.hasPrefix(key + " "),
      let value = parse(line.dropFirst(key.count + 1))
    else { throw failure("expected `\(key)` and a value that fits the file") }
    lines.removeFirst()
    return value
  }

  /// The value of `key`, which is as many numbers.
  mutating func numbers(_ key: String, _ count: Int) throws(UndoRecordError) -> [Int] {
    try value(key) { text in
      let numbers = text.split(separator: " ", omittingEmptySubsequences: false).compactMap {
        Int($0)
      }
      return numbers.count == count ? numbers : nil
    }
  }

  func failure(_ reason: String) -> UndoRecordError {
    UndoRecordError(line: lines.startIndex + 1, reason: reason)
  }
}
