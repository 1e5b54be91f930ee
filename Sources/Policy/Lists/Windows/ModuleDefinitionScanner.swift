// The words of a module-definition file. Microsoft's "Rules for Module-Definition Statements":
// white space of any kind separates them, quotes hold them together and make a keyword a name, `;`
// begins a comment (at the start of a line, says Microsoft; lld takes it anywhere, as here).

/// A word, or a mark, of a module-definition file.
struct ModuleDefinitionToken {
  enum Kind: Equatable {
    case word, quoted, equals, doubleEquals, comma, end
  }

  let kind: Kind
  /// Its bytes in the text, without quotes.
  let range: Range<Int>
  let line: SourceLine
  /// Whether it is the first on its line.
  let isFirst: Bool

  /// The word, if it may be a keyword.
  var keyword: String? {
    kind == .word && range.count <= 16 ? line.text.string(in: range) : nil
  }
  /// Whether it may name something.
  var isName: Bool { (kind == .word || kind == .quoted) && !range.isEmpty }

  func error(_ message: String) -> SyntaxError {
    line.error(at: range.lowerBound, message)
  }

  func remark(_ message: String) -> ListRemark {
    ListRemark(line.location(at: range.lowerBound), message)
  }
}

/// Cuts a module-definition file into words.
struct ModuleDefinitionScanner {
  private var lines: SourceLines
  private var line: SourceLine
  private var position: Int
  private var isAtStart = true
  private(set) var token: ModuleDefinitionToken

  init(_ text: SourceText) throws(SyntaxError) {
    lines = SourceLines(text)
    let none = SourceLine(text: text, start: 0, end: 0, isTerminated: false)
    line = try lines.next() ?? none
    position = line.start
    token = ModuleDefinitionToken(kind: .end, range: 0..<0, line: line, isFirst: true)
    try advance()
  }

  /// Goes on to the next token.
  mutating func advance() throws(SyntaxError) {
    let text = line.text
    while true {
      while position < line.end, text.bytes[position].isWhiteSpace { position += 1 }
      if position < line.end, text.bytes[position] != UInt8(ascii: ";") { break }
      guard let following = try lines.next() else {
        token = ModuleDefinitionToken(
          kind: .end, range: line.end..<line.end, line: line, isFirst: true)
        position = line.end
        return
      }
      line = following
      position = line.start
      isAtStart = true
    }
    token = try scan(text)
    isAtStart = false
  }

  private mutating func scan(_ text: SourceText) throws(SyntaxError) -> ModuleDefinitionToken {
    let start = position
    func made(_ kind: ModuleDefinitionToken.Kind, _ range: Range<Int>) -> ModuleDefinitionToken {
      ModuleDefinitionToken(kind: kind, range: range, line: line, isFirst: isAtStart)
    }
    let byte = text.bytes[start]
    switch byte {
    case UInt8(ascii: "="):
      let isDouble = text.starts(start..<line.end, with: "==")
      position += isDouble ? 2 : 1
      return made(isDouble ? .doubleEquals : .equals, start..<position)
    case UInt8(ascii: ","):
      position += 1
      return made(.comma, start..<position)
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      guard let close = text.bytes[start + 1..<line.end].firstIndex(of: byte) else {
        throw line.error(at: start, "expected a quote that closes this one")
      }
      position = close + 1
      return made(.quoted, start + 1..<close)
    default:
      position =
        text.bytes[start..<line.end].firstIndex { $0.isWhiteSpace || "=,;\"".utf8.contains($0) }
        ?? line.end
      return made(.word, start..<position)
    }
  }
}
