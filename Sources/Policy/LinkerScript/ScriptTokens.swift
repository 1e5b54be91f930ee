// The tokens of a script with the next of them in sight, and what is wrong where another one was
// expected.

/// What is left of a script.
struct ScriptTokens {
  let text: SourceText
  private var lexer: ScriptLexer
  private(set) var next: ScriptToken

  init(_ text: SourceText) throws(SyntaxError) {
    self.text = text
    lexer = try ScriptLexer(text)
    next = try lexer.next()
  }

  mutating func advance() throws(SyntaxError) { next = try lexer.next() }

  mutating func expect(_ kind: ScriptToken.Kind, _ expected: String) throws(SyntaxError) {
    guard next.kind == kind else { throw unexpected(expected) }
    try advance()
  }

  func bytes(of token: ScriptToken) -> ArraySlice<UInt8> { text.bytes[token.range] }

  /// The text of a token for messages: some of its first line.
  func beginning(of token: ScriptToken) -> String {
    let line = bytes(of: token).prefix(60).prefix { $0 >= 0x20 }
    return String(decoding: line, as: UTF8.self)
  }

  func isKeyword(_ token: ScriptToken, _ keyword: String) -> Bool {
    token.kind == .word && bytes(of: token).elementsEqual(keyword.utf8)
  }

  func unexpected(_ expected: String, because reason: String? = nil) -> SyntaxError {
    let found = next.kind == .end ? "the file ends" : "\(beginning(of: next)) stands"
    return text.error(
      at: next.offset,
      "\(found) where \(expected) was expected" + (reason.map { ": \($0)" } ?? ""))
  }

  func belongsToVersionScript(at offset: Int) -> SyntaxError {
    text.error(
      at: offset,
      "versions and sections belong to version scripts: { or a pattern was expected; "
        + "say version-script: if this is one")
  }
}
