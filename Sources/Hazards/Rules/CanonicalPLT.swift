// An undefined symbol with a value lends a library's function the address of the executable's PLT
// entry, so that pointers to it compare equal in the whole process (psABI x86-64, "Procedure
// Linkage Table"). Made local, its own PLT slot would resolve to itself: an endless loop.

internal import ELFModel

extension Rule {
  static let canonicalPLT = Rule(
    id: "canonical-plt",
    subject:
      "functions of other libraries whose address, in the whole process, is in the "
      + "file's PLT",
    reason: "an undefined function whose address in the whole process is this file's PLT entry",
    yieldsToForce: false
  ) { image in image.symbols { $1.isCanonicalPLT } }
}
