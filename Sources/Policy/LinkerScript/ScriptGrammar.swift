// The grammar of version scripts and dynamic lists (binutils, ld/ldgram.y, version_script_file and
// dynamic_list_file):
//
//     version script := node...            node := [TAG] { body } [TAG...] ;
//     dynamic list   := list...            list := { patterns } ;
//     body           := [patterns] [global: patterns] [local: patterns]
//     patterns       := (pattern ; | extern "LANGUAGE" { patterns } ;)...
//
// The last semicolon within an extern block may be left out. Wider than GNU ld, as wide as lld and
// mold: sections in any order, more than once, and empty; each of these is remarked on.
//
// Invariant: nothing here recurses, so the depth of a script costs memory and no stack.

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
  private let text: SourceText
  private let isVersionScript: Bool
  private var lexer: ScriptLexer
  private var token: ScriptToken
  private var script = ParsedScript()
  private var versions: Set<[UInt8]> = []
  private var nodeCount = 0

  static func parse(_ text: SourceText, isVersionScript: Bool) throws(SyntaxError) -> ParsedScript {
    var parser = try ScriptParser(text, isVersionScript: isVersionScript)
    return try parser.parse()
  }

  private init(_ text: SourceText, isVersionScript: Bool) throws(SyntaxError) {
    self.text = text
    self.isVersionScript = isVersionScript
    lexer = ScriptLexer(text)
    token = try lexer.next()
    if lexer.skipsByteOrderMark {
      remark(at: 0, "only GNU ld passes over a byte order mark, and warns")
    }
  }

  private mutating func parse() throws(SyntaxError) -> ParsedScript {
    let expected = isVersionScript ? "{ or the name of a version" : "{"
    if token.kind == .end {
      throw text.error(at: token.offset, "the file says nothing: \(expected) was expected")
    }
    var hasAnonymousNode = false
    while token.kind != .end {
      if isVersionScript {
        guard !hasAnonymousNode else {
          throw unexpected("the end of the file, after an unnamed node")
        }
        hasAnonymousNode = try tag() == nil
        guard !hasAnonymousNode || nodeCount == 0 else {
          throw unexpected("a name, as an unnamed node has to be the only one,")
        }
      } else {
        guard token.kind != .word, token.kind != .quoted else { throw belongsToVersionScript() }
        if nodeCount > 0 { remark(at: token.offset, "lld and mold read only one list per file") }
      }
      try node(isAnonymous: hasAnonymousNode || !isVersionScript)
      nodeCount += 1
    }
    return script
  }

  /// The name of the version that a node is; nil if it has none.
  private mutating func tag() throws(SyntaxError) -> ScriptToken? {
    switch token.kind {
    case .openBrace: return nil
    case .word, .quoted:
      let tag = token
      remarkUnlessTag(tag)
      if !versions.insert(Array(text.bytes[tag.range])).inserted {
        remark(at: tag.offset, "GNU ld and gold reject a second node of this name")
      }
      try advance()
      return tag
    default: throw unexpected("{ or the name of a version")
    }
  }

  private mutating func node(isAnonymous: Bool) throws(SyntaxError) {
    let opening = token
    try expect(.openBrace, "{")
    try body(of: opening)
    try expect(.closeBrace, "}")
    while !isAnonymous, token.kind == .word || token.kind == .quoted {
      remarkUnlessTag(token)
      if !versions.contains(Array(text.bytes[token.range])) {
        remark(at: token.offset, "GNU ld rejects a dependency on a version that no node above is")
      }
      try advance()
    }
    try expect(.semicolon, "; after }")
  }

  /// Everything between the braces of a node; the closing one is left.
  private mutating func body(of opening: ScriptToken) throws(SyntaxError) {
    // The extern blocks that are open, each with the language around it.
    var around: [(language: ScriptLanguage, opening: ScriptToken, isEmpty: Bool)] = []
    var language = ScriptLanguage.c
    var section = Section()
    while true {
      switch token.kind {
      case .end:
        let place = text.location(at: (around.last?.opening ?? opening).offset)
        throw text.error(
          at: token.offset,
          "the file ends within the braces of line \(place.line): } was expected")
      case .closeBrace:
        guard let block = around.popLast() else {
          finish(section)
          return
        }
        if block.isEmpty { remark(at: token.offset, "GNU ld and gold reject an empty block") }
        try advance()
        try expect(.semicolon, "; after }")
        language = block.language
      case .word, .quoted:
        let first = token
        try advance()
        if first.kind == .word, token.kind == .colon {
          try label(first, after: &section, isWithinBlock: !around.isEmpty)
          continue
        }
        if !around.isEmpty { around[around.count - 1].isEmpty = false }
        section.isEmpty = false
        if opensBlock(first) {
          around.append((language, token, true))
          language = try self.language()
          continue
        }
        remarkOnPattern(first)
        script.patterns.append(
          ScriptPattern(token: first, isLocal: section.isLocal, language: language))
        if token.kind == .closeBrace, !around.isEmpty { continue }
        try expect(.semicolon, "; after the pattern")
      default:
        throw unexpected(around.isEmpty ? "a pattern or }" : "a pattern or } of the extern block")
      }
    }
  }

  /// `global:`, `local:`, or what stands before either.
  private struct Section {
    /// How many labels came before; 0 before the first.
    var ordinal = 0
    var label: ScriptToken?
    var isLocal = false
    var isEmpty = true
  }

  private mutating func label(
    _ word: ScriptToken, after section: inout Section, isWithinBlock: Bool
  ) throws(SyntaxError) {
    let isLocal = isKeyword(word, "local")
    guard isLocal || isKeyword(word, "global") else { throw unexpected("; after the pattern") }
    guard isVersionScript else { throw belongsToVersionScript(at: word.offset) }
    guard !isWithinBlock else {
      throw text.error(
        at: word.offset,
        "a section cannot begin within an extern block: a pattern or } was expected")
    }
    finish(section)
    let isFirst = section.ordinal == 0 && section.isEmpty
    let isLocalAfterGlobal = section.ordinal == 1 && isLocal && !section.isLocal
    if !isFirst && !isLocalAfterGlobal {
      remark(
        at: word.offset, "GNU ld and gold read one global: and then one local: in a node, no more")
    }
    section = Section(ordinal: section.ordinal + 1, label: word, isLocal: isLocal)
    try advance()
  }

  private mutating func finish(_ section: Section) {
    if section.isEmpty, let label = section.label {
      remark(at: label.offset, "GNU ld and gold reject an empty section")
    } else if section.isEmpty, !isVersionScript {
      remark(at: token.offset, "GNU ld and gold reject an empty list")
    }
  }

  /// Whether `word` and what follows begin an extern block; alone it is a name.
  private func opensBlock(_ word: ScriptToken) -> Bool {
    isKeyword(word, "extern") && token.kind != .semicolon && token.kind != .closeBrace
  }

  /// The language of an extern block, up to its opening brace.
  private mutating func language() throws(SyntaxError) -> ScriptLanguage {
    guard token.kind == .quoted else { throw unexpected("\"C\" or \"C++\" in quotes") }
    let language: ScriptLanguage
    switch beginning(of: token) {
    case "\"C\"", "\"c\"": language = .c
    case "\"C++\"", "\"c++\"": language = .cxx
    case let other:
      throw text.error(at: token.offset, "\(other) is not read: \"C\" or \"C++\" was expected")
    }
    if text.bytes[token.range].contains(UInt8(ascii: "c")) {
      remark(at: token.offset, "only GNU ld reads the language in small letters")
    }
    try advance()
    try expect(.openBrace, "{")
    return language
  }

  private mutating func remarkOnPattern(_ pattern: ScriptToken) {
    guard pattern.kind == .word else { return }
    let word = text.bytes[pattern.range]
    if !ScriptCharacters.isPattern(word) {
      remark(
        at: pattern.offset,
        "GNU ld and gold do not read all characters of this pattern without quotes")
    }
    if ["global", "local", "extern"].contains(where: { isKeyword(pattern, $0) }) {
      remark(at: pattern.offset, "not every linker takes a keyword for the name of a symbol")
    }
  }

  private mutating func remarkUnlessTag(_ tag: ScriptToken) {
    guard !ScriptCharacters.isTag(text.bytes[tag.range]) else { return }
    remark(
      at: tag.offset, "GNU ld skips some characters of this version, which then has another name")
  }

  private func isKeyword(_ token: ScriptToken, _ keyword: String) -> Bool {
    token.kind == .word && text.bytes[token.range].elementsEqual(keyword.utf8)
  }

  private mutating func advance() throws(SyntaxError) { token = try lexer.next() }

  private mutating func expect(_ kind: ScriptToken.Kind, _ expected: String) throws(SyntaxError) {
    guard token.kind == kind else { throw unexpected(expected) }
    try advance()
  }

  private func unexpected(_ expected: String) -> SyntaxError {
    text.error(
      at: token.offset,
      token.kind == .end
        ? "the file ends where \(expected) was expected"
        : "\(beginning(of: token)) stands where \(expected) was expected")
  }

  /// The text of a token for messages: some of its first line.
  private func beginning(of token: ScriptToken) -> String {
    let line = text.bytes[token.range].prefix(60).prefix { $0 >= 0x20 }
    return String(decoding: line, as: UTF8.self)
  }

  private func belongsToVersionScript(at offset: Int? = nil) -> SyntaxError {
    text.error(
      at: offset ?? token.offset,
      "versions and sections belong to version scripts: { or a pattern was expected; "
        + "say version-script: if this is one")
  }

  private mutating func remark(at offset: Int, _ message: String) {
    script.remarks.append((offset, message))
  }
}
