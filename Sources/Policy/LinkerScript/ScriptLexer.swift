// The words of a linker's version script or dynamic list, as GNU ld's scanner tells them apart
// (binutils, ld/ldlex.l, states VERS_SCRIPT and VERS_NODE).
//
// Invariant: tokens come in order, do not overlap, and each byte is looked at a bounded number of
// times. No token is longer than a line of a list may be: what a name says costs more than its
// length.

/// A word, and where it stands.
struct ScriptToken {
  enum Kind: Equatable {
    case openBrace
    case closeBrace
    case semicolon
    case colon
    /// A pattern, a keyword or the name of a version.
    case word
    /// Text in quotes.
    case quoted
    case end
  }

  let kind: Kind
  /// The bytes of the text that it takes, with its quotes.
  let range: Range<Int>

  var offset: Int { range.lowerBound }
}

/// Cuts a text into tokens.
struct ScriptLexer {
  private let text: SourceText
  private let bytes: [UInt8]
  private var position: Int

  init(_ text: SourceText) throws(SyntaxError) {
    self.text = text
    bytes = text.bytes
    position = try text.start()
  }

  /// The next token; `.end` for ever after the last.
  mutating func next() throws(SyntaxError) -> ScriptToken {
    try skipSpace()
    let start = position
    guard let byte = peek() else { return ScriptToken(kind: .end, range: start..<start) }
    let kind: ScriptToken.Kind
    switch byte {
    case UInt8(ascii: "{"): kind = single(.openBrace)
    case UInt8(ascii: "}"): kind = single(.closeBrace)
    case UInt8(ascii: ";"): kind = single(.semicolon)
    case UInt8(ascii: "\""): kind = try quoted()
    case UInt8(ascii: ":") where peek(1) != UInt8(ascii: ":"): kind = single(.colon)
    default: kind = try word()
    }
    guard position - start <= SourceLines.longest else {
      throw text.error(at: start, "the name is longer than \(SourceLines.longest) bytes")
    }
    return ScriptToken(kind: kind, range: start..<position)
  }

  private mutating func skipSpace() throws(SyntaxError) {
    while let byte = peek() {
      if byte.isWhiteSpace {
        position += 1
      } else if byte == UInt8(ascii: "#") {
        position = bytes[position...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      } else if byte == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "*") {
        try skipComment()
      } else {
        return
      }
    }
  }

  private mutating func skipComment() throws(SyntaxError) {
    let start = position
    position += 2
    while let byte = peek() {
      if byte == UInt8(ascii: "*"), peek(1) == UInt8(ascii: "/") {
        position += 2
        return
      }
      position += 1
    }
    throw text.error(at: start, "the comment does not end: */ was expected")
  }

  private mutating func single(_ kind: ScriptToken.Kind) -> ScriptToken.Kind {
    position += 1
    return kind
  }

  private mutating func quoted() throws(SyntaxError) -> ScriptToken.Kind {
    let start = position
    guard let end = bytes[(start + 1)...].firstIndex(of: UInt8(ascii: "\"")) else {
      throw text.error(at: start, "the quote does not end: another \" was expected")
    }
    position = end + 1
    return .quoted
  }

  private mutating func word() throws(SyntaxError) -> ScriptToken.Kind {
    let start = position
    while let byte = peek() {
      let after = peek(1)
      switch byte {
      case UInt8(ascii: ":"):
        // Two are a part of the name, one ends it.
        guard after == UInt8(ascii: ":") else { return .word }
        position += 2
      case UInt8(ascii: "/") where after == UInt8(ascii: "*"):
        return .word
      case UInt8(ascii: "/") where after == UInt8(ascii: "/"):
        throw text.error(at: position, "// begins no comment here: # or /* */ was expected")
      case let byte where ScriptCharacters.inWord.contains(byte):
        position += 1
      default:
        if position > start, !ScriptCharacters.isStray(byte) { return .word }
        throw text.error(at: position, ScriptCharacters.complaint(about: byte))
      }
    }
    return .word
  }

  private func peek(_ distance: Int = 0) -> UInt8? {
    position + distance < bytes.count ? bytes[position + distance] : nil
  }
}
