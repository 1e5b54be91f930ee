// Windows' module-definition files. Microsoft, "EXPORTS" and "Rules for Module-Definition
// Statements"; where they leave room, lld's COFFModuleDefinition.cpp and GNU ld's deffilep.y.
//
//     LIBRARY plugin
//     EXPORTS
//       open_file                      kept
//       close_file = close_impl        close_file is kept: it is the name that callers use
//       forwarded = other.function     kept, but the file need not define it
//       old @5 NONAME                  kept: ELF knows no numbers, callers come by name
//       table DATA                     kept, as are PRIVATE and CONSTANT entries
//
// A keyword is a name in quotes only. The other statements say nothing about names: they are passed
// over, each by its own grammar, so that a word out of place is noticed.

func readModuleDefinition(_ text: SourceText) throws(SyntaxError) -> ListReading {
  var parser = ModuleDefinitionParser(try ModuleDefinitionScanner(text))
  return try parser.reading()
}

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

private struct ModuleDefinitionParser {
  private var scanner: ModuleDefinitionScanner
  private var result = ListReading()

  init(_ scanner: ModuleDefinitionScanner) { self.scanner = scanner }

  private var token: ModuleDefinitionToken { scanner.token }
  private mutating func advance() throws(SyntaxError) { try scanner.advance() }

  mutating func reading() throws(SyntaxError) -> ListReading {
    var isFirstStatement = true
    while token.kind != .end {
      defer { isFirstStatement = false }
      guard let statement = token.keyword.flatMap(ModuleStatement.init) else {
        throw token.error("expected a statement, such as LIBRARY or EXPORTS")
      }
      let keyword = token
      try advance()
      switch statement {
      case .exports: try readExports()
      case .image:
        guard isFirstStatement else {
          throw keyword.error(
            "expected this statement before all others; a symbol of its name is quoted")
        }
        try passImage()
      case .sizes: try passSizes()
      case .version: try passVersion()
      case .line: try passLine(keyword)
      case .entries:
        while token.kind != .end, !(token.isFirst && isStatement) { try advance() }
      }
    }
    return result
  }

  /// Whether the token begins a statement. `DATA` within the exports does not: it is an attribute.
  private var isStatement: Bool { token.keyword.flatMap(ModuleStatement.init) != nil }

  private mutating func readExports() throws(SyntaxError) {
    while token.kind != .end {
      if token.keyword != "DATA", isStatement { return }
      guard !isAttribute || (token.isFirst && isLowercase) else {
        throw token.error("expected a name before the attribute; a name like it is quoted")
      }
      guard token.isName else { throw token.error("expected the name of an export") }
      try readExport()
    }
  }

  /// `name[=internal] [==import] [@number [NONAME]] [PRIVATE] [DATA] [CONSTANT]`.
  private mutating func readExport() throws(SyntaxError) {
    let name = token
    try advance()
    var isForwarder = false
    while token.kind == .equals || token.kind == .doubleEquals {
      let isInternal = token.kind == .equals
      try advance()
      guard token.isName else { throw token.error("expected a name after the equals sign") }
      if isInternal {
        isForwarder = token.line.text.bytes[token.range].contains(UInt8(ascii: "."))
      }
      try advance()
    }
    try passOrdinal()
    try passAttributes()

    let bytes = Array(name.line.text.bytes[name.range])
    if bytes.contains(where: { $0 == UInt8(ascii: "@") || $0 == UInt8(ascii: "?") }) {
      result.remarks.append(
        ListRemark(
          name.line.location(at: name.range.lowerBound),
          "the name is decorated as on Windows; no symbol of an ELF file is called so"))
    }
    result.items.append(
      name.line.keep(
        Selector(.exact(bytes)), writtenAt: name.range, isRequired: !isForwarder))
  }

  private mutating func passOrdinal() throws(SyntaxError) {
    guard token.kind == .word, let word = token.keyword, word.utf8.first == UInt8(ascii: "@") else {
      return
    }
    // `@name@8` is the next export, a decorated one.
    guard word.utf8.dropFirst().allSatisfy(\.isDigit) else { return }
    try advance()
    if word == "@" { try passNumber("expected the export's number after the @") }
  }

  private mutating func passAttributes() throws(SyntaxError) {
    while true {
      if token.kind == .comma {
        try advance()
        guard isAttribute else {
          throw token.error("expected NONAME, PRIVATE, DATA or CONSTANT after the comma")
        }
      }
      guard isAttribute, !(token.isFirst && isLowercase) else { return }
      if token.isFirst {
        result.remarks.append(
          ListRemark(
            token.line.location(at: token.range.lowerBound),
            "this is an attribute of the export before; a symbol of that name is quoted"))
      }
      try advance()
    }
  }

  /// Whether the token is an attribute; GNU ld knows them in small letters, too.
  private var isAttribute: Bool {
    switch token.keyword {
    case "NONAME", "PRIVATE", "DATA", "CONSTANT", "noname", "private", "data", "constant": true
    default: false
    }
  }

  private var isLowercase: Bool {
    token.line.text.bytes[token.range].allSatisfy { $0 & 0x20 != 0 }
  }

  private mutating func passImage() throws(SyntaxError) {
    if token.isName, !isStatement, token.keyword != "BASE" { try advance() }
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

  private mutating func passNumber(_ expectation: String) throws(SyntaxError) {
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
