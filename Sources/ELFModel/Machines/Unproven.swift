// Machines that are read but not edited: nobody has run a program demoted for them yet, so an
// edit is refused. Their tables still decode, which needs one fact: the word size of `.hash`.
//
// Numbers: gABI, "e_machine". 64-bit words: s390x (psABI, "Hash Table") and alpha.

extension Machine {
  /// A machine without proof, by number.
  static func unproven(code: UInt16, fileClass: FileClass) -> Machine {
    let hasWideHash = fileClass == .elf64 && (code == s390 || code == alpha)
    return Machine(
      code: code, name: name(of: code, fileClass), sysvHashWordSize: hasWideHash ? 8 : 4)
  }

  private static let s390: UInt16 = 22
  private static let alpha: UInt16 = 0x9026

  private static func name(of code: UInt16, _ fileClass: FileClass) -> String {
    switch (code, fileClass) {
    case (2, _): "sparc"
    case (3, _): "i386"
    case (8, _): "mips"
    case (15, _): "hppa"
    case (20, _): "powerpc"
    case (21, _): "powerpc64"
    case (s390, .elf32): "s390"
    case (s390, .elf64): "s390x"
    case (40, _): "arm"
    case (43, _): "sparc64"
    case (50, _): "ia64"
    case (62, .elf32): "x32"
    case (183, _): "aarch64"
    case (243, _): "riscv"
    case (258, _): "loongarch"
    case (alpha, _): "alpha"
    default: "machine \(code)"
    }
  }
}
