// Machines that are read but not edited: nobody has run a program demoted for them yet, so an
// edit is refused. Their tables still decode, which needs one fact, the word size of `.hash`; and
// the bindings of programs for the more common ones are known by their relocation types.
//
// Numbers: gABI, "e_machine"; each psABI's table of relocation types; which of them are
// thread-local references, glibc sysdeps/*/dl-machine.h `elf_machine_type_class`. 64-bit words:
// s390x (psABI, "Hash Table") and alpha.

extension Machine {
  /// A machine without proof, by number.
  static func unproven(code: UInt16, fileClass: FileClass) -> Machine {
    let hasWideHash = fileClass == .elf64 && (code == s390 || code == alpha)
    return Machine(
      code: code, name: name(of: code, fileClass), sysvHashWordSize: hasWideHash ? 8 : 4,
      relocationTypes: relocationTypes(of: code, fileClass))
  }

  private static func relocationTypes(of code: UInt16, _ fileClass: FileClass) -> RelocationTypes? {
    switch (code, fileClass) {
    case (3, .elf32):
      // TLS_TPOFF; TLS_DTPMOD32 to TLS_TPOFF32; TLS_DESC.
      RelocationTypes(copy: 5, jumpSlot: 7, threadLocal: [14...14, 35...37, 41...41])
    case (21, .elf64):
      // TLS to DTPREL16_HIGHESTA; TPREL16_HIGH to DTPREL16_HIGHA. ADDR24 is no TLS reference, but
      // of the same class.
      RelocationTypes(copy: 19, jumpSlot: 21, threadLocal: [2...2, 67...106, 112...115])
    case (s390, .elf64):
      RelocationTypes(copy: 9, jumpSlot: 11, threadLocal: [54...56])
    case (40, .elf32):
      // TLS_DESC; TLS_DTPMOD32, TLS_DTPOFF32, TLS_TPOFF32.
      RelocationTypes(copy: 20, jumpSlot: 22, threadLocal: [13...13, 17...19])
    case (62, .elf32):
      RelocationTypes(copy: 5, jumpSlot: 7, threadLocal: [16...18, 36...36])
    case (183, .elf64):
      // TLS_DTPMOD, TLS_DTPREL, TLS_TPREL, TLSDESC.
      RelocationTypes(copy: 1024, jumpSlot: 1026, threadLocal: [1028...1031])
    case (243, .elf64):
      // TLS_DTPMOD64, TLS_DTPREL64, TLS_TPREL64.
      RelocationTypes(copy: 4, jumpSlot: 5, threadLocal: [7...7, 9...9, 11...11])
    case (258, .elf64):
      RelocationTypes(copy: 4, jumpSlot: 5, threadLocal: [])
    default: nil
    }
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
