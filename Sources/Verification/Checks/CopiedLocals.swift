// A COPY relocation of a local symbol copies from the symbol itself, that is, nothing: the program
// reads zeros where the library's data should be (glibc elf/dl-lookup.c, ELF_RTYPE_CLASS_COPY).
// The tables are whole all the same, and whoever forces such a demotion gets it.

internal import ELFModel

extension Check {
  static let copiedLocals = Check(id: "copied-locals") { image, findings in
    guard let copy = image.header.machine.relocationTypes?.copy else { return }
    for placed in image.relocations {
      for relocation in placed.table.symbolic
      where relocation.type == copy && relocation.symbol.position < image.symbols.table.count {
        findings.expect(
          !image[relocation.symbol].isLocal, in: placed.table.name,
          "record \(relocation.record) copies data to the local symbol "
            + image.text(of: relocation.symbol))
      }
    }
  }
}
