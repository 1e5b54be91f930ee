// The formats in which people have lists of names, and what reads each.

/// The format of a list of names.
public enum ListFormat: String, CaseIterable, Sendable {
  /// symdemote's own: a pattern a line.
  case list
  /// `ld --dynamic-list`.
  case dynamicList = "dynamic-list"
  /// `ld --version-script`.
  case versionScript = "version-script"
  /// `ld --export-dynamic-symbol-list`.
  case exportDynamicSymbolList = "export-dynamic-symbol-list"
  /// `libtool -export-symbols`.
  case libtool
  /// `ld -exported_symbols_list` of Apple's linker.
  case apple
  /// A module-definition file of Windows.
  case def
  /// A symbols file of a Debian package: deb-src-symbols(5), deb-symbols(5).
  case debianSymbols = "debian-symbols"

  /// Reads `text`, which is of this format.
  ///
  /// - Parameter context: where another list includes it, what came with the item that says so.
  /// - Throws: ``SyntaxError``.
  public func read(
    _ text: SourceText, in context: ListContext = ListContext()
  ) throws(SyntaxError) -> ListReading {
    switch self {
    case .dynamicList, .versionScript, .exportDynamicSymbolList:
      try readLinkerScript(text, as: self)
    case .list: try readNativeList(text)
    case .libtool: try readLibtoolList(text)
    case .apple: try readAppleList(text)
    case .def: try readModuleDefinition(text)
    case .debianSymbols: try readDebianSymbols(text, in: context.debian)
    }
  }
}
