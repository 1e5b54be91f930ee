// A text that clauses are read from, the places in it, and the words that its lines are cut into.

internal import ELFModel

/// The content of a file that says which names stay, or go. Whatever was read from it refers to it.
public final class SourceText: Sendable {
  /// The path of the file, as it was named.
  public let path: [UInt8]
  /// What the file is called in messages.
  public let name: String
  /// Its content.
  public let bytes: [UInt8]
  /// Where each line begins, the first after a byte order mark. Every clause asks for its place:
  /// counting from the top each time would make a long list slow.
  private let lineStarts: [UInt32]
  /// Where the first zero byte is, which no text has; the text's end if there is none.
  let firstZero: Int

  /// A text whose file has a name that is text itself.
  public convenience init(name: String, bytes: [UInt8]) {
    self.init(path: Array(name.utf8), bytes: bytes)
  }

  /// Memberwise.
  public init(path: [UInt8], bytes: [UInt8]) {
    self.path = path
    name = String(decoding: path, as: UTF8.self)
    self.bytes = bytes
    precondition(bytes.count < Int(UInt32.max), "texts are read up to 64 MiB")
    var starts: [UInt32] = [bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0]
    var next = 0
    while next < bytes.count {
      next = ByteSearch.first(UInt8(ascii: "\n"), in: bytes, next..<bytes.count) + 1
      if next <= bytes.count { starts.append(UInt32(next)) }
    }
    lineStarts = starts
    firstZero = ByteSearch.first(0, in: bytes, 0..<bytes.count)
  }

  /// Whether it begins with UTF-8's byte order mark, which is no part of the first line.
  var hasByteOrderMark: Bool { lineStarts[0] > 0 }

  /// How many lines there are; behind a line feed at the end one begins that has nothing.
  var lineCount: Int { lineStarts.count }

  /// Where the line at `index` begins and where its line feed is, or the text ends.
  func bounds(ofLine index: Int) -> Range<Int> {
    let (start, end) = (start(ofLine: index), lineFeed(ofLine: index))
    return start..<max(start, end)
  }

  /// Where the first line begins.
  ///
  /// - Throws: ``SyntaxError`` if the byte order mark is UTF-16's: no format is written so.
  func start() throws(SyntaxError) -> Int {
    if bytes.starts(with: [0xff, 0xfe]) || bytes.starts(with: [0xfe, 0xff]) {
      throw SyntaxError(
        location: location(at: 0), line: "", message: "expected ASCII or UTF-8; this is UTF-16")
    }
    return start(ofLine: 0)
  }

  /// The line and column of the byte at `offset`, which may be that after the last.
  public func location(at offset: Int) -> SourceLocation {
    let line = lineIndex(of: offset)
    return SourceLocation(
      path: path, line: line + 1, column: max(0, offset - start(ofLine: line)) + 1)
  }

  /// The error that `message` describes, at `offset`; it shows the line unless that is too long.
  ///
  /// - Parameter columns: how far behind `offset` it is, perhaps in something that was made of the
  ///   line.
  public func error(at offset: Int, beyond columns: Int = 0, _ message: String) -> SyntaxError {
    let index = lineIndex(of: offset)
    let lineStart = start(ofLine: index)
    var end = lineFeed(ofLine: index)
    if end > lineStart, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    let line = end - lineStart <= SourceLines.longest ? string(in: lineStart..<end) : ""
    let start = location(at: offset)
    return SyntaxError(
      location: SourceLocation(path: path, line: start.line, column: start.column + columns),
      line: line, message: message)
  }

  private func start(ofLine index: Int) -> Int { Int(lineStarts[index]) }

  /// Where the line at `index` has its line feed, or the text ends.
  private func lineFeed(ofLine index: Int) -> Int {
    index + 1 < lineStarts.count ? start(ofLine: index + 1) - 1 : bytes.count
  }

  /// The last line that begins at or before `offset`, from 0.
  private func lineIndex(of offset: Int) -> Int {
    var (low, high) = (0, lineStarts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if start(ofLine: middle) <= offset { low = middle } else { high = middle }
    }
    return low
  }
}

extension SourceText {
  /// The bytes in `range`, for messages.
  func string(in range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// `range` without white space at either end.
  func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, bytes[start].isWhiteSpace { start += 1 }
    while end > start, bytes[end - 1].isWhiteSpace { end -= 1 }
    return start..<end
  }

  /// Where in `range` the first white space is; its end if there is none.
  func wordEnd(in range: Range<Int>) -> Int {
    bytes[range].firstIndex { $0.isWhiteSpace } ?? range.upperBound
  }

  /// Whether the bytes in `range` begin with those of `prefix`.
  func starts(_ range: Range<Int>, with prefix: String) -> Bool {
    bytes[range].starts(with: prefix.utf8)
  }
}

extension UInt8 {
  /// Whether it is a space, a tab, or another character that ends a word.
  var isWhiteSpace: Bool { self == UInt8(ascii: " ") || (9...13).contains(self) }
  /// Whether it is one of `0` to `9`.
  var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
  /// Whether it is a letter of ASCII.
  var isLetter: Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
  }
}
