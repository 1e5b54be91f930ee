// Lines of a policy file that follow each other, each of them an exact name to demote, or to keep. There
// may be as many as a file has symbols, so they are kept as places in the text.

internal import ELFModel

/// Names in a text, one a line, under the same keyword.
public struct NameRun: Sendable {
  /// What is said of each: `demote` or `keep`.
  public let keyword: SelectionKeyword
  private let text: SourceText
  /// Where each name is.
  private var places: [(start: UInt32, end: UInt32)] = []

  /// No names of `text` yet.
  init(_ keyword: SelectionKeyword, of text: SourceText) {
    (self.keyword, self.text) = (keyword, text)
  }

  /// Adds the name in `range`.
  mutating func append(_ range: Range<Int>) {
    places.append((UInt32(range.lowerBound), UInt32(range.upperBound)))
  }

  /// How many names there are.
  public var count: Int { places.count }

  /// What happens to them.
  var intent: Intent { keyword == .demote ? .demote : .keep }

  /// The bytes of the name at `position`.
  func name(at position: Int) -> ArraySlice<UInt8> {
    let (start, end) = places[position]
    return text.bytes[Int(start)..<Int(end)]
  }

  /// The file in which they stand.
  var file: String { text.name }

  /// The line at `position`, as it was given.
  public func line(at position: Int) -> SelectionLine {
    SelectionLine(
      keyword, valueIn: Int(places[position].start)..<Int(places[position].end), of: text)
  }

  /// What the line at `position` says.
  func clause(at position: Int) -> Clause {
    line(at: position).clause(
      Selector(.exact(Array(name(at: position)))), isRequired: intent == .keep)
  }
}

extension NameRun {
  /// The keyword and the name of a line that is nothing but a keyword and a plain name; nil for others,
  /// which the reader of all lines reads.
  static func entry(_ words: Range<Int>, of text: SourceText) -> (SelectionKeyword, Range<Int>)? {
    guard words.upperBound <= UInt32.max else { return nil }
    // Read from its end: most lines of a long policy are such.
    let (name, keywordEnd) = unsafe text.bytes.withUnsafeBufferPointer { bytes in
      var start = words.upperBound
      while start > words.lowerBound, unsafe bytes[start - 1].isPlainInNames { start -= 1 }
      var end = start
      while end > words.lowerBound, unsafe bytes[end - 1].isWhiteSpace { end -= 1 }
      return (start..<words.upperBound, end)
    }
    guard keywordEnd < name.lowerBound, !name.isEmpty else { return nil }
    return keyword(text.bytes[words.lowerBound..<keywordEnd]).map { ($0, name) }
  }

  private static func keyword(_ word: ArraySlice<UInt8>) -> SelectionKeyword? {
    word.hasSameBytes(as: demote) ? .demote : word.hasSameBytes(as: keep) ? .keep : nil
  }

  private static let demote = Array(SelectionKeyword.demote.rawValue.utf8)[...]
  private static let keep = Array(SelectionKeyword.keep.rawValue.utf8)[...]
}
