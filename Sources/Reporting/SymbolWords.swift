// Words and letters for the properties of a symbol, as readelf and nm write them.

internal import ELFModel

extension ObjectType {
  var word: String {
    switch self {
    case .fixedExecutable: "executable"
    case .positionIndependentExecutable: "pie"
    case .sharedLibrary: "shared-library"
    }
  }
}

extension SymbolBinding {
  var word: String {
    switch self {
    case .local: "LOCAL"
    case .global: "GLOBAL"
    case .weak: "WEAK"
    case .unique: "UNIQUE"
    default: "BIND\(rawValue)"
    }
  }
}

extension SymbolType {
  var word: String {
    switch self {
    case .none: "NOTYPE"
    case .object: "OBJECT"
    case .function: "FUNC"
    case .section: "SECTION"
    case .file: "FILE"
    case .common: "COMMON"
    case .threadLocal: "TLS"
    case .indirectFunction: "IFUNC"
    default: "TYPE\(rawValue)"
    }
  }
}

extension SymbolVisibility {
  var word: String {
    switch self {
    case .default: "DEFAULT"
    case .internal: "INTERNAL"
    case .hidden: "HIDDEN"
    case .protected: "PROTECTED"
    }
  }
}

extension DynamicImage {
  /// The letter by which nm(1) shows the symbol at `index`: lower case when it is local.
  func letter(of index: SymbolIndex) -> Character {
    let symbol = self[index]
    if symbol.isUndefined { return symbol.binding == .weak ? "w" : "U" }
    if symbol.binding == .unique { return "u" }
    if symbol.type == .indirectFunction { return "i" }
    if symbol.binding == .weak { return symbol.type == .object ? "V" : "W" }
    let letter = placeLetter(of: symbol)
    return symbol.isLocal ? Character(letter.lowercased()) : letter
  }

  private func placeLetter(of symbol: DynamicSymbol) -> Character {
    if symbol.isAbsolute { return "A" }
    if let headers = sections?.table.headers, Int(symbol.sectionIndex) < headers.count {
      let section = headers[Int(symbol.sectionIndex)]
      if section.isExecutable { return "T" }
      if section.isWithoutBytes { return "B" }
      return section.isWritable ? "D" : "R"
    }
    if symbol.type == .function { return "T" }
    if symbol.type == .threadLocal { return "D" }
    guard
      let segment = segments.first(where: {
        $0.type == Segment.load && $0.holds(address: symbol.value)
      })
    else { return "D" }
    if segment.isExecutable { return "T" }
    if segment.fileBytes(at: symbol.value) == nil { return "B" }
    return segment.isWritable ? "D" : "R"
  }
}
