// Where the loader misreads a relocation that names a local symbol (ELFModel/MisreadReferences.swift),
// a demotion goes with the conversion of relocations. Some have no form without a symbol: a PLT slot,
// what asks an IFUNC, what refers to an absolute symbol, parts of a word. Their symbols stay.
//
// What only the bytes of the file tell, a word of a REL table that cannot be written, is refused later.

internal import ELFModel

extension Rule {
  static let misreadReference = Rule(
    id: "misread-reference",
    subject:
      "for Android and 32-bit PowerPC: what a PLT slot or another relocation has to "
      + "go on naming",
    reason: "a relocation that has no form without a symbol names it, and the file's loader "
      + "misreads local ones",
    yieldsToForce: false
  ) { image in image.misreadsDemotedReferences ? image.symbolsWithoutOtherForm : [] }
}
