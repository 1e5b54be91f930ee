// The lines of a text, each with its place. Finding all of them takes one walk over the text.

internal import Patterns

/// One line of a text, without what ends it.
struct SourceLine {
  /// The text that it is a line of.
  let text: SourceText
  /// From 1.
  let number: Int
  /// Where it begins in the text.
  let start: Int
  /// Where it ends, without a carriage return.
  let end: Int
  /// Whether a line feed follows.
  let isTerminated: Bool

  /// The whole of it.
  var range: Range<Int> { start..<end }

  /// The range of what is left without white space at either end; empty at the line's end if
  /// nothing is.
  var trimmed: Range<Int> { text.trimmed(range) }

  /// The place of the byte at `offset` of the text.
  func location(at offset: Int) -> SourceLocation {
    SourceLocation(file: text.name, line: number, column: offset - start + 1)
  }

  /// The error that `message` describes, at `offset` of the text.
  func error(at offset: Int, _ message: String) -> SyntaxError {
    SyntaxError(
      location: location(at: offset), line: text.string(in: range), message: message)
  }

  /// The clause that keeps what `selector` covers; `range` of the text says so.
  func keep(
    _ selector: Selector, writtenAt range: Range<Int>, if condition: ClauseCondition = .always,
    isRequired: Bool
  ) -> ListItem {
    .clause(
      Clause(
        .keep, selector, text: text.string(in: range), at: location(at: range.lowerBound),
        if: condition, isRequired: isRequired))
  }

  /// What `make` returns for the bytes in `range`; what it finds wrong with them lies on this line.
  func pattern<Result>(
    in range: Range<Int>, _ make: ([UInt8]) throws(PatternError) -> Result
  ) throws(SyntaxError) -> Result {
    do {
      return try make(Array(text.bytes[range]))
    } catch {
      throw self.error(
        at: min(range.lowerBound + max(0, error.column - 1), range.upperBound),
        "this is no pattern: \(error.reason)")
    }
  }
}

/// The lines of a text, one after the other.
struct SourceLines {
  /// No line of a list needs to be longer, and what a line says costs more than its length.
  static let longest = 1 << 16

  private let text: SourceText
  private var number = 0
  private var start: Int

  /// The lines of `text`, without a byte order mark before the first.
  init(_ text: SourceText) {
    self.text = text
    start = text.contentStart
  }

  /// The next line; nil after the last.
  ///
  /// - Throws: ``SyntaxError`` if it has a zero byte, which no text has, or is too long.
  mutating func next() throws(SyntaxError) -> SourceLine? {
    let bytes = text.bytes
    guard start < bytes.count else { return nil }
    let feed = bytes[start...].firstIndex(of: UInt8(ascii: "\n"))
    var end = feed ?? bytes.count
    if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    number += 1
    let line = SourceLine(
      text: text, number: number, start: start, end: end, isTerminated: feed != nil)
    if let zero = bytes[start..<end].firstIndex(of: 0) {
      throw SyntaxError(
        location: line.location(at: zero), line: "",
        message: "expected a text, and a text has no zero byte")
    }
    guard end - start <= Self.longest else {
      throw SyntaxError(
        location: line.location(at: start), line: "",
        message: "the line is longer than \(Self.longest) bytes")
    }
    start = feed.map { $0 + 1 } ?? bytes.count
    return line
  }
}

extension SourceText {
  /// Where the text begins: after UTF-8's byte order mark, if it has one.
  var contentStart: Int { bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0 }

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
