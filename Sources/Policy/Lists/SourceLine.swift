// The lines of a text, each with its place. Finding all of them takes one walk over the text.

internal import Patterns

/// One line of a text, without what ends it.
struct SourceLine {
  /// The text that it is a line of.
  let text: SourceText
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
  func location(at offset: Int) -> SourceLocation { text.location(at: offset) }

  /// The error that `message` describes, at `offset` of the text.
  func error(at offset: Int, _ message: String) -> SyntaxError { text.error(at: offset, message) }

  /// The clause that keeps what `selector` covers; `range` of the text says so.
  func keep(
    _ selector: Selector, writtenAt range: Range<Int>, if condition: ClauseCondition = .always,
    isRequired: Bool
  ) -> ListItem {
    .clause(
      Clause(
        .keep, selector, writtenAt: range, of: text, if: condition, isRequired: isRequired))
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
  /// Where the next line begins; nil before the first.
  private var position: Int?

  /// The lines of `text`, without a byte order mark before the first.
  init(_ text: SourceText) { self.text = text }

  /// The next line; nil after the last.
  ///
  /// - Throws: ``SyntaxError`` if it has a zero byte, which no text has, or is too long.
  mutating func next() throws(SyntaxError) -> SourceLine? {
    let bytes = text.bytes
    let start = if let position { position } else { try text.start() }
    guard start < bytes.count else { return nil }
    let feed = bytes[start...].firstIndex(of: UInt8(ascii: "\n"))
    var end = feed ?? bytes.count
    if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    if let zero = bytes[start..<end].firstIndex(of: 0) {
      throw SyntaxError(
        location: text.location(at: zero), line: "",
        message: "expected a text, and a text has no zero byte")
    }
    guard end - start <= Self.longest else {
      throw text.error(at: start, "the line is longer than \(Self.longest) bytes")
    }
    position = feed.map { $0 + 1 } ?? bytes.count
    return SourceLine(text: text, start: start, end: end, isTerminated: feed != nil)
  }
}
