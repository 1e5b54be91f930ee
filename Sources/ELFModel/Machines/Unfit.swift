// Machines whose files are read and never edited, each with the reason. Their tables still decode; the
// words of `.hash` have 32 bits on all of them.
//
// Sources: gABI, "e_machine"; glibc sysdeps/*/dl-machine.h `elf_machine_rela`.
// - sparc, sparc64: a relocation that names a local symbol gets the load address alone, as on powerpc,
//   but one that names none is not right either: RELATIVE adds to what the word holds
//   (`elf_machine_rela`), and DT_SPARC_REGISTER numbers symbols.
// - hppa: R_PARISC_PLABEL32 against a local symbol is taken for the address of a descriptor that
//   the linker made, so a pointer to a demoted function would lead to its code.
// - mips: DT_MIPS_GOTSYM makes the order of `.dynsym` the order of the global GOT (psABI supplement,
//   "Global Offset Table"; `elf_machine_got_rel`, musl `do_mips_relocs`).
// - ia64, m68k, sh, s390, riscv32, loongarch32, aarch64 ILP32, arc, csky, microblaze, nios2, or1k: the
//   entry is used with its value, as on the machines that are edited.

extension Machine {
  /// A machine that is not edited, by number.
  static func unfit(code: UInt16, fileClass: FileClass) -> Machine {
    Machine(
      code: code, name: name(of: code, fileClass), localSymbols: localSymbols(of: code, fileClass))
  }

  /// `e_machine`, `EM_…`.
  private enum Code {
    static let sparc: UInt16 = 2
    static let mips: UInt16 = 8
    static let hppa: UInt16 = 15
    static let sparc32Plus: UInt16 = 18
    static let sparc64: UInt16 = 43
    static let ia64: UInt16 = 50
    /// m68k, s390, sh, or1k, nios2, aarch64 (ILP32), microblaze, arc, riscv32, csky, loongarch32.
    static let seenInSources: Set<UInt16> = [4, 22, 42, 92, 113, 183, 189, 195, 243, 252, 258]
  }

  private static func localSymbols(of code: UInt16, _ fileClass: FileClass) -> LocalSymbols {
    switch (code, fileClass) {
    case (Code.mips, _):
      .misread(reason: "the order of its symbols is the order of its global offset table")
    case (Code.sparc, _), (Code.sparc32Plus, _), (Code.sparc64, _):
      .misread(reason: "its loader leaves out the value of a local symbol")
    case (Code.hppa, _):
      .misread(
        reason: "its loader takes a local function for a descriptor that the linker made")
    case (Code.ia64, .elf64): .unproven
    case (_, .elf32) where Code.seenInSources.contains(code): .unproven
    default: .unknown
    }
  }

  private static func name(of code: UInt16, _ fileClass: FileClass) -> String {
    switch (code, fileClass) {
    case (Code.sparc, _), (Code.sparc32Plus, _): "sparc"
    case (4, _): "m68k"
    case (Code.mips, .elf32): "mips"
    case (Code.mips, .elf64): "mips64"
    case (Code.hppa, _): "hppa"
    case (22, _): "s390"
    case (42, _): "sh"
    case (Code.sparc64, _): "sparc64"
    case (Code.ia64, _): "ia64"
    case (92, _): "or1k"
    case (113, _): "nios2"
    case (183, _): "aarch64 (ILP32)"
    case (189, _): "microblaze"
    case (195, _): "arc"
    case (243, _): "riscv32"
    case (252, _): "csky"
    case (258, _): "loongarch32"
    default: "machine \(code)"
    }
  }
}
