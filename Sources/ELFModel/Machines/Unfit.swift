// Machines whose files are read and never edited, each with the reason. Their tables still decode,
// which needs one fact, the word size of `.hash` (64 bits on alpha).
//
// Sources: gABI, "e_machine"; for local symbols, glibc sysdeps/*/dl-machine.h `elf_machine_rela`
// (sparc, powerpc32, hppa, ia64 and alpha take the load address alone for the value of a local
// symbol, since linkers used to put its offset into the addend); for MIPS, its psABI supplement:
// DT_MIPS_GOTSYM makes the order of `.dynsym` the order of the global GOT.

extension Machine {
  /// A machine that is not edited, by number.
  static func unfit(code: UInt16, fileClass: FileClass) -> Machine {
    let hasWideHash = fileClass == .elf64 && code == alpha
    return Machine(
      code: code, name: name(of: code, fileClass), sysvHashWordSize: hasWideHash ? 8 : 4,
      localSymbols: localSymbols(of: code))
  }

  private static let alpha: UInt16 = 0x9026

  private static func localSymbols(of code: UInt16) -> LocalSymbols {
    switch code {
    case 8: .misread(reason: "the order of its symbols is the order of its global offset table")
    case 2, 15, 18, 20, 43, 50, alpha:
      .misread(reason: "its loaders leave out the value of a local symbol")
    default: .unknown
    }
  }

  private static func name(of code: UInt16, _ fileClass: FileClass) -> String {
    switch (code, fileClass) {
    case (2, _), (18, _): "sparc"
    case (4, _): "m68k"
    case (8, .elf32): "mips"
    case (8, .elf64): "mips64"
    case (15, _): "hppa"
    case (20, _): "powerpc"
    case (22, _): "s390"
    case (42, _): "sh"
    case (43, _): "sparc64"
    case (50, _): "ia64"
    case (183, _): "aarch64 (ILP32)"
    case (243, _): "riscv32"
    case (258, _): "loongarch32"
    case (alpha, _): "alpha"
    default: "machine \(code)"
    }
  }
}
