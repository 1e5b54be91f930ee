// The statements of a module-definition file; those that say nothing about names are passed over,
// each by its own grammar, so that a word out of place is noticed.

/// What follows the keyword of a statement.
enum ModuleStatement {
  /// The exports.
  case exports
  /// A name, then `BASE=` and a number; both may be missing.
  case image
  /// A number, and another one after a comma.
  case sizes
  /// A number, or two with a point between them.
  case version
  /// Something on the same line.
  case line
  /// Entries up to the next statement.
  case entries

  /// The statement that `keyword` begins; nil if it begins none.
  init?(_ keyword: String) {
    switch keyword {
    case "EXPORTS": self = .exports
    case "LIBRARY", "NAME": self = .image
    case "STACKSIZE", "HEAPSIZE": self = .sizes
    case "VERSION": self = .version
    case "DESCRIPTION", "STUB", "EXETYPE", "CODE", "DATA", "SUBSYSTEM", "ALIGNCOMM", "DIRECTIVE":
      self = .line
    case "SECTIONS", "SEGMENTS", "IMPORTS": self = .entries
    default:
      // `STUB:FILE` is one word.
      guard keyword.hasPrefix("STUB:") else { return nil }
      self = .line
    }
  }
}

extension ModuleDefinitionToken {
  /// Whether it begins a statement. `DATA` within the exports does not: it is an attribute.
  var isStatement: Bool { keyword.flatMap(ModuleStatement.init) != nil }
}

extension ModuleDefinitionScanner {
  /// Goes on to what follows `statement`, which `keyword` began and which has no exports.
  mutating func pass(
    _ statement: ModuleStatement, after keyword: ModuleDefinitionToken
  ) throws(SyntaxError) {
    switch statement {
    case .image: try passImage()
    case .sizes: try passSizes()
    case .version: try passVersion()
    case .line: try passLine(keyword)
    case .exports, .entries:
      while token.kind != .end, !(token.isFirst && token.isStatement) { try advance() }
    }
  }

  private mutating func passImage() throws(SyntaxError) {
    if token.isName, !token.isStatement, token.keyword != "BASE" { try advance() }
    guard token.keyword == "BASE" else { return }
    try advance()
    guard token.kind == .equals else { throw token.error("expected = after BASE") }
    try advance()
    try passNumber("expected an address after BASE=")
  }

  private mutating func passSizes() throws(SyntaxError) {
    try passNumber("expected a number of bytes; a symbol of the statement's name is quoted")
    guard token.kind == .comma else { return }
    try advance()
    try passNumber("expected a number of bytes after the comma")
  }

  private mutating func passVersion() throws(SyntaxError) {
    let parts = token.line.text.bytes[token.range].split(
      separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard token.kind == .word, parts.count <= 2, parts.allSatisfy({ isNumber($0) }) else {
      throw token.error("expected a version such as 1.2; a symbol called VERSION is quoted")
    }
    try advance()
  }

  private mutating func passLine(_ keyword: ModuleDefinitionToken) throws(SyntaxError) {
    guard !token.isFirst || keyword.range.contains(where: isColon(keyword)) else {
      throw keyword.error("expected more on the line; a symbol of the statement's name is quoted")
    }
    while token.kind != .end, !token.isFirst { try advance() }
  }

  /// Of the bytes of `keyword` the colon of `STUB:FILE`.
  private func isColon(_ keyword: ModuleDefinitionToken) -> (Int) -> Bool {
    { keyword.line.text.bytes[$0] == UInt8(ascii: ":") }
  }

  /// Passes a number; `expectation` is said where there is none.
  mutating func passNumber(_ expectation: String) throws(SyntaxError) {
    guard token.kind == .word, isNumber(token.line.text.bytes[token.range]) else {
      throw token.error(expectation)
    }
    try advance()
  }

  /// In decimal, or in hexadecimal after `0x`.
  private func isNumber(_ bytes: ArraySlice<UInt8>) -> Bool {
    if bytes.starts(with: "0x".utf8) || bytes.starts(with: "0X".utf8), bytes.count > 2 {
      return bytes.dropFirst(2).allSatisfy {
        $0.isDigit || ($0.isLetter && $0 | 0x20 <= UInt8(ascii: "f"))
      }
    }
    return !bytes.isEmpty && bytes.allSatisfy(\.isDigit)
  }
}
