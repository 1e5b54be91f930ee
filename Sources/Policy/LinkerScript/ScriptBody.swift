// What stands between the braces of a node or a list (binutils, ld/ldgram.y, vers_tag and
// vers_defns):
//
//     body     := [patterns] [global: patterns] [local: patterns]
//     patterns := (pattern ; | extern "LANGUAGE" { patterns } ;)...
//
// The last semicolon within an extern block may be left out, whether a pattern or a block is last.
// Wider than GNU ld, as wide as lld and mold: sections in any order, more than once, and empty;
// each of these is remarked on.
//
// Invariant: nothing here recurses, so the depth of a script costs memory and no stack.

/// Reads one body.
struct ScriptBody {
  /// An extern block that is open.
  private struct Block {
    /// The language around it.
    let outerLanguage: ScriptLanguage
    let opening: ScriptToken
    var isEmpty = true
  }

  /// `global:`, `local:`, or what stands before either.
  private struct Section {
    /// How many labels came before; 0 before the first.
    var ordinal = 0
    var label: ScriptToken?
    var isLocal = false
    var isEmpty = true
  }

  private let isVersionScript: Bool
  private var tokens: ScriptTokens
  private var script: ParsedScript
  private var blocks: [Block] = []
  private var language = ScriptLanguage.c
  private var section = Section()

  /// Reads a body up to its closing brace, which is left, and adds what it says to `script`.
  static func read(
    _ tokens: inout ScriptTokens, of opening: ScriptToken, isVersionScript: Bool,
    into script: inout ParsedScript
  ) throws(SyntaxError) {
    var body = ScriptBody(isVersionScript: isVersionScript, tokens: tokens, script: script)
    // Two owners of what is read so far would copy it for each body.
    script = ParsedScript()
    try body.read(of: opening)
    (tokens, script) = (body.tokens, body.script)
  }

  private init(isVersionScript: Bool, tokens: ScriptTokens, script: ParsedScript) {
    self.isVersionScript = isVersionScript
    self.tokens = tokens
    self.script = script
  }

  private mutating func read(of opening: ScriptToken) throws(SyntaxError) {
    while true {
      switch tokens.next.kind {
      case .end:
        let place = tokens.text.location(at: (blocks.last?.opening ?? opening).offset)
        throw tokens.text.error(
          at: tokens.next.offset,
          "the file ends within the braces of line \(place.line): } was expected")
      case .closeBrace:
        guard let block = blocks.popLast() else { return finishSection() }
        try close(block)
      case .word, .quoted:
        try readPattern()
      default:
        throw tokens.unexpected(
          blocks.isEmpty ? "a pattern or }" : "a pattern or } of the extern block")
      }
    }
  }

  private mutating func close(_ block: Block) throws(SyntaxError) {
    if block.isEmpty { remark(at: tokens.next.offset, "GNU ld and gold reject an empty block") }
    try tokens.advance()
    try expectSemicolon("; after }")
    language = block.outerLanguage
  }

  /// A pattern with its semicolon, a label, or what opens an extern block.
  private mutating func readPattern() throws(SyntaxError) {
    let first = tokens.next
    try tokens.advance()
    if first.kind == .word, tokens.next.kind == .colon { return try readLabel(first) }
    if !blocks.isEmpty { blocks[blocks.count - 1].isEmpty = false }
    section.isEmpty = false
    if opensBlock(first) {
      blocks.append(Block(outerLanguage: language, opening: tokens.next))
      language = try readLanguage()
      return
    }
    remarkOnPattern(first)
    script.patterns.append(
      ScriptPattern(token: first, isLocal: section.isLocal, language: language))
    try expectSemicolon("; after the pattern")
  }

  /// The semicolon that the last thing in an extern block need not have.
  private mutating func expectSemicolon(_ expected: String) throws(SyntaxError) {
    if tokens.next.kind == .closeBrace, !blocks.isEmpty { return }
    try tokens.expect(.semicolon, expected)
  }

  private mutating func readLabel(_ word: ScriptToken) throws(SyntaxError) {
    let isLocal = tokens.isKeyword(word, "local")
    guard isLocal || tokens.isKeyword(word, "global") else {
      throw tokens.unexpected("; after the pattern")
    }
    guard isVersionScript else { throw tokens.belongsToVersionScript(at: word.offset) }
    guard blocks.isEmpty else {
      throw tokens.text.error(
        at: word.offset,
        "a section cannot begin within an extern block: a pattern or } was expected")
    }
    finishSection()
    let isFirst = section.ordinal == 0 && section.isEmpty
    let isLocalAfterGlobal = section.ordinal == 1 && isLocal && !section.isLocal
    if !isFirst && !isLocalAfterGlobal {
      remark(
        at: word.offset, "GNU ld and gold read one global: and then one local: in a node, no more")
    }
    section = Section(ordinal: section.ordinal + 1, label: word, isLocal: isLocal)
    try tokens.advance()
  }

  private mutating func finishSection() {
    if section.isEmpty, let label = section.label {
      remark(at: label.offset, "GNU ld and gold reject an empty section")
    } else if section.isEmpty, !isVersionScript {
      remark(at: tokens.next.offset, "GNU ld and gold reject an empty list")
    }
  }

  /// Whether `word` and what follows begin an extern block; alone it is a name.
  private func opensBlock(_ word: ScriptToken) -> Bool {
    tokens.isKeyword(word, "extern") && tokens.next.kind != .semicolon
      && tokens.next.kind != .closeBrace
  }

  /// The language of an extern block, up to its opening brace.
  private mutating func readLanguage() throws(SyntaxError) -> ScriptLanguage {
    let token = tokens.next
    guard token.kind == .quoted else { throw tokens.unexpected("\"C\" or \"C++\" in quotes") }
    let language: ScriptLanguage
    switch tokens.beginning(of: token) {
    case "\"C\"", "\"c\"": language = .c
    case "\"C++\"", "\"c++\"": language = .cxx
    case let other:
      throw tokens.text.error(
        at: token.offset, "\(other) is not read: \"C\" or \"C++\" was expected")
    }
    if tokens.bytes(of: token).contains(UInt8(ascii: "c")) {
      remark(at: token.offset, "only GNU ld reads the language in small letters")
    }
    try tokens.advance()
    try tokens.expect(.openBrace, "{")
    return language
  }

  private mutating func remarkOnPattern(_ pattern: ScriptToken) {
    guard pattern.kind == .word else { return }
    if !ScriptCharacters.isPattern(tokens.bytes(of: pattern)) {
      remark(
        at: pattern.offset,
        "GNU ld and gold do not read all characters of this pattern without quotes")
    }
    if ["global", "local", "extern"].contains(where: { tokens.isKeyword(pattern, $0) }) {
      remark(at: pattern.offset, "not every linker takes a keyword for the name of a symbol")
    }
  }

  private mutating func remark(at offset: Int, _ message: String) {
    script.remarks.append((offset, message))
  }
}
