// The grammar of version scripts and dynamic lists (binutils, ld/ldgram.y, version_script_file and
// dynamic_list_file):
//
//     version script := node...            node := [TAG] { body } [TAG...] ;
//     dynamic list   := list...            list := { body } ;
//
// Bodies are `ScriptBody`'s; those of lists have no sections.

/// Names as they are in the object file, or as they are in C++.
enum ScriptLanguage {
  case c
  case cxx
}

/// One pattern of a script.
struct ScriptPattern {
  /// A word or a quoted text.
  let token: ScriptToken
  let isLocal: Bool
  let language: ScriptLanguage
}

/// What a script says, and what is odd about how it says it.
struct ParsedScript {
  var patterns: [ScriptPattern] = []
  var remarks: [(offset: Int, message: String)] = []
}

/// Reads one script.
struct ScriptParser {
  private let isVersionScript: Bool
  private var tokens: ScriptTokens
  private var script = ParsedScript()
  private var versions: Set<[UInt8]> = []
  private var nodeCount = 0

  static func parse(_ text: SourceText, isVersionScript: Bool) throws(SyntaxError) -> ParsedScript {
    var parser = try ScriptParser(text, isVersionScript: isVersionScript)
    return try parser.parse()
  }

  private init(_ text: SourceText, isVersionScript: Bool) throws(SyntaxError) {
    self.isVersionScript = isVersionScript
    tokens = try ScriptTokens(text)
    if text.hasByteOrderMark {
      remark(at: 0, "only GNU ld passes over a byte order mark, and warns")
    }
  }

  private mutating func parse() throws(SyntaxError) -> ParsedScript {
    let expected = isVersionScript ? "{ or the name of a version" : "{"
    if tokens.next.kind == .end {
      throw tokens.text.error(
        at: tokens.next.offset, "the file says nothing: \(expected) was expected")
    }
    var hasAnonymousNode = false
    while tokens.next.kind != .end {
      if isVersionScript {
        guard !hasAnonymousNode else {
          throw tokens.unexpected("the end of the file", because: Self.unnamedStandsAlone)
        }
        hasAnonymousNode = try tag() == nil
        guard !hasAnonymousNode || nodeCount == 0 else {
          throw tokens.unexpected("the name of a version", because: Self.unnamedStandsAlone)
        }
      } else {
        guard !isName(tokens.next) else {
          throw tokens.belongsToVersionScript(at: tokens.next.offset)
        }
        if nodeCount > 0 {
          remark(at: tokens.next.offset, "lld and mold read only one list per file")
        }
      }
      try node(isAnonymous: hasAnonymousNode || !isVersionScript)
      nodeCount += 1
    }
    return script
  }

  /// The name of the version that a node is; nil if it has none.
  private mutating func tag() throws(SyntaxError) -> ScriptToken? {
    let tag = tokens.next
    if tag.kind == .openBrace { return nil }
    guard isName(tag) else { throw tokens.unexpected("{ or the name of a version") }
    remarkUnlessTag(tag)
    if !versions.insert(Array(tokens.bytes(of: tag))).inserted {
      remark(at: tag.offset, "GNU ld and gold reject a second node of this name")
    }
    try tokens.advance()
    return tag
  }

  private mutating func node(isAnonymous: Bool) throws(SyntaxError) {
    let opening = tokens.next
    try tokens.expect(.openBrace, "{")
    try ScriptBody.read(
      &tokens, of: opening, isVersionScript: isVersionScript, into: &script)
    try tokens.expect(.closeBrace, "}")
    while !isAnonymous, isName(tokens.next) {
      remarkUnlessTag(tokens.next)
      if !versions.contains(Array(tokens.bytes(of: tokens.next))) {
        remark(
          at: tokens.next.offset,
          "GNU ld rejects a dependency on a version that no node above is")
      }
      try tokens.advance()
    }
    try tokens.expect(.semicolon, "; after }")
  }

  private func isName(_ token: ScriptToken) -> Bool {
    token.kind == .word || token.kind == .quoted
  }

  private mutating func remarkUnlessTag(_ tag: ScriptToken) {
    guard !ScriptCharacters.isTag(tokens.bytes(of: tag)) else { return }
    remark(
      at: tag.offset, "GNU ld skips some characters of this version, which then has another name")
  }

  private static let unnamedStandsAlone = "a node without a name has to be the only one"

  private mutating func remark(at offset: Int, _ message: String) {
    script.remarks.append((offset, message))
  }
}
