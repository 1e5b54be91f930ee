// Whether a text is a linker's script, and of which kind: by the tokens that its reader sees, so
// that both find the same braces.

/// The script's format; nil if the text does not begin with a brace, or a word and a brace.
func scriptFormat(of text: SourceText) -> ListFormat? {
  guard var tokens = try? ScriptTokens(text) else { return nil }
  guard tokens.next.kind == .openBrace else {
    guard isName(tokens.next), (try? tokens.advance()) != nil else { return nil }
    return tokens.next.kind == .openBrace ? .versionScript : nil
  }
  var depth = 1
  var isAfterSection = false
  // What cannot be read behind the brace is for the reader to say.
  while (try? tokens.advance()) != nil, tokens.next.kind != .end {
    let token = tokens.next
    switch token.kind {
    case .openBrace: depth += 1
    case .closeBrace: depth -= 1
    case .colon: if depth == 1, isAfterSection { return .versionScript }
    // A version's name or its parent's.
    default: if depth == 0, isName(token) { return .versionScript }
    }
    isAfterSection = tokens.isKeyword(token, "global") || tokens.isKeyword(token, "local")
  }
  return .dynamicList
}

private func isName(_ token: ScriptToken) -> Bool { token.kind == .word || token.kind == .quoted }
