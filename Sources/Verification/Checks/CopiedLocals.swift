// A COPY relocation of a local symbol copies from the symbol itself, that is, nothing: the program
// reads zeros where the library's data should be (glibc elf/dl-lookup.c, ELF_RTYPE_CLASS_COPY).
// The tables are whole all the same, and whoever forces such a demotion gets it.

internal import ELFModel

extension DynamicImage {
  /// The local symbols that COPY relocations name.
  fileprivate var copiedLocals: SymbolSet {
    guard let copy = header.machine.relocationTypes?.copy else { return [] }
    var found = SymbolSet()
    for placed in relocations {
      for relocation in placed.table.symbolic
      where relocation.type == copy && relocation.symbol.position < symbols.table.count {
        if self[relocation.symbol].isLocal { found.insert(relocation.symbol) }
      }
    }
    return found
  }
}

extension Check {
  static let copiedLocals = Check(id: "copied-locals") { image, findings in
    for index in image.copiedLocals {
      findings.expect(
        false, in: TableName.symbols.rawValue, at: image.fileOffset(of: index),
        "a COPY relocation fills the local symbol \(image.text(of: index))")
    }
  }
}

extension ComparisonCheck {
  static let copiedData = ComparisonCheck(id: "copied-data") { comparison, findings in
    let copied = comparison.after.copiedLocals
    for index in comparison.demoted where !comparison.forced.contains(index) {
      guard let next = comparison.successor[index.position] else { continue }
      findings.expect(
        !copied.contains(next), in: TableName.symbols.rawValue,
        at: comparison.after.fileOffset(of: next),
        "a COPY relocation fills \(comparison.after.text(of: next)), which became local")
    }
  }
}
