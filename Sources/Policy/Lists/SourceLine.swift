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
  /// Which line is the next.
  private var index = 0

  /// The lines of `text`, without a byte order mark before the first.
  init(_ text: SourceText) { self.text = text }

  /// The next line; nil after the last.
  ///
  /// - Throws: ``SyntaxError`` if it has a zero byte, which no text has, or is too long.
  mutating func next() throws(SyntaxError) -> SourceLine? {
    if index == 0 { _ = try text.start() }
    guard index < text.lineCount else { return nil }
    let bounds = text.bounds(ofLine: index)
    let (start, feed) = (bounds.lowerBound, bounds.upperBound)
    guard start < text.bytes.count else { return nil }
    let end =
      feed > start && text.bytes[feed - 1] == UInt8(ascii: "\r") ? feed - 1 : feed
    if text.firstZero >= start, text.firstZero < end {
      throw SyntaxError(
        location: text.location(at: text.firstZero), line: "",
        message: "expected a text, and a text has no zero byte")
    }
    guard end - start <= Self.longest else {
      throw text.error(at: start, "the line is longer than \(Self.longest) bytes")
    }
    index += 1
    return SourceLine(
      text: text, start: start, end: end, isTerminated: feed < text.bytes.count)
  }
}
