// Windows' module-definition files. Microsoft, "EXPORTS" and "Rules for Module-Definition
// Statements"; where they leave room, lld's COFFModuleDefinition.cpp and GNU ld's deffilep.y.
//
//     LIBRARY plugin
//     EXPORTS
//       open_file                      kept
//       close_file = close_impl        close_file is kept: it is the name that callers use
//       forwarded = other.function     kept, but the file need not define it
//       impl EXPORTAS open_dir         open_dir is kept
//       old @5 NONAME                  kept: ELF knows no numbers, callers come by name
//       table DATA                     kept, as are PRIVATE and CONSTANT entries
//
// A keyword is a name in quotes only. The other statements (`ModuleStatement`) say nothing about
// names.

func readModuleDefinition(_ text: SourceText) throws(SyntaxError) -> ListReading {
  var parser = ModuleDefinitionParser(try ModuleDefinitionScanner(text))
  return try parser.reading()
}

private struct ModuleDefinitionParser {
  private var scanner: ModuleDefinitionScanner
  private var result = ListReading()

  init(_ scanner: ModuleDefinitionScanner) { self.scanner = scanner }

  private var token: ModuleDefinitionToken { scanner.token }

  mutating func reading() throws(SyntaxError) -> ListReading {
    var isFirstStatement = true
    while token.kind != .end {
      guard let statement = token.keyword.flatMap(ModuleStatement.init) else {
        throw token.error("expected a statement, such as LIBRARY or EXPORTS")
      }
      let keyword = token
      try scanner.advance()
      if case .image = statement, !isFirstStatement { try admitLate(keyword) }
      if case .exports = statement {
        try readExports()
      } else {
        try scanner.pass(statement, after: keyword)
      }
      isFirstStatement = false
    }
    return result
  }

  /// Microsoft has `LIBRARY` and `NAME` before all other statements; others read them anywhere.
  /// Alone on a line the word may as well be a symbol.
  private mutating func admitLate(_ keyword: ModuleDefinitionToken) throws(SyntaxError) {
    guard !token.isFirst else {
      throw keyword.error(
        "expected more on the line, or this statement before all others; a symbol of its name is"
          + " quoted")
    }
    result.remarks.append(
      keyword.remark(
        "Microsoft has this statement before all others; a symbol of its name is quoted"))
  }

  private mutating func readExports() throws(SyntaxError) {
    while token.kind != .end {
      if token.keyword != "DATA", token.isStatement { return }
      let export = try ModuleExport(&scanner)
      let name = export.name
      result.remarks += export.remarks
      result.items.append(
        name.line.keep(
          Selector(.exact(Array(name.line.text.bytes[name.range]))), writtenAt: name.range,
          isRequired: !export.isForwarder))
    }
  }
}
