// One export of a module-definition file. Microsoft, "EXPORTS"; for what only others write, lld's
// COFFModuleDefinition.cpp and GNU ld's deffilep.y:
//
//     name[=internal] [@number] [NONAME] [PRIVATE] [DATA] [CONSTANT] [==import] [EXPORTAS other]
//
// In any order behind the internal name, but for EXPORTAS, which is the last: lld reads them so.

/// An export.
struct ModuleExport {
  /// What callers call it: the first name, or that behind EXPORTAS.
  private(set) var name: ModuleDefinitionToken
  /// Whether another module defines it.
  private(set) var isForwarder = false
  private(set) var remarks: [ListRemark] = []

  /// Reads the export that the next token begins.
  init(_ scanner: inout ModuleDefinitionScanner) throws(SyntaxError) {
    guard !scanner.token.isAttribute || scanner.token.isLineOfLowercase else {
      throw scanner.token.error("expected a name before the attribute; a name like it is quoted")
    }
    guard scanner.token.isName else {
      throw scanner.token.error("expected the name of an export")
    }
    name = scanner.token
    try scanner.advance()
    if scanner.token.kind == .equals {
      let target = try Self.name(after: "the equals sign", &scanner)
      isForwarder = target.line.text.bytes[target.range].contains(UInt8(ascii: "."))
    }
    try readRest(&scanner)
    remarkIfDecorated()
  }

  private mutating func readRest(
    _ scanner: inout ModuleDefinitionScanner
  ) throws(SyntaxError) {
    while true {
      switch scanner.token.kind {
      case .doubleEquals:
        _ = try Self.name(after: "the equals signs", &scanner)
      case .comma:
        try scanner.advance()
        guard scanner.token.isAttribute else {
          throw scanner.token.error("expected an attribute, such as DATA, after the comma")
        }
      case .word where scanner.token.isOrdinal:
        let isParted = scanner.token.keyword == "@"
        try scanner.advance()
        if isParted { try scanner.passNumber("expected the export's number after the @") }
      case .word where scanner.token.isAttribute && !scanner.token.isLineOfLowercase:
        let attribute = scanner.token
        if attribute.isFirst {
          remarks.append(
            attribute.remark(
              "this is an attribute of the export before; a symbol of that name is quoted"))
        }
        if attribute.keyword == "EXPORTAS" {
          name = try Self.name(after: "EXPORTAS", &scanner)
          return
        }
        try scanner.advance()
      default:
        return
      }
    }
  }

  /// The name that follows the next token; both are passed.
  private static func name(
    after words: String, _ scanner: inout ModuleDefinitionScanner
  ) throws(SyntaxError) -> ModuleDefinitionToken {
    try scanner.advance()
    let name = scanner.token
    guard name.isName else { throw name.error("expected a name after \(words)") }
    try scanner.advance()
    return name
  }

  private mutating func remarkIfDecorated() {
    let bytes = name.line.text.bytes[name.range]
    guard bytes.contains(where: { $0 == UInt8(ascii: "@") || $0 == UInt8(ascii: "?") }) else {
      return
    }
    remarks.append(
      name.remark("the name is decorated as on Windows; no symbol of an ELF file is called so"))
  }
}

extension ModuleDefinitionToken {
  /// Whether it is an attribute; GNU ld knows most in small letters, too.
  fileprivate var isAttribute: Bool {
    switch keyword {
    case "NONAME", "PRIVATE", "DATA", "CONSTANT", "noname", "private", "data", "constant",
      "EXPORTAS":
      true
    default: false
    }
  }

  /// Whether it is `@` or `@5`; `@name@8` is a decorated name.
  fileprivate var isOrdinal: Bool {
    keyword.map { $0.utf8.first == UInt8(ascii: "@") && $0.utf8.dropFirst().allSatisfy(\.isDigit) }
      ?? false
  }

  /// Whether it begins a line and is in small letters: then it is a name and no attribute.
  fileprivate var isLineOfLowercase: Bool {
    isFirst && line.text.bytes[range].allSatisfy { $0 & 0x20 != 0 }
  }
}
