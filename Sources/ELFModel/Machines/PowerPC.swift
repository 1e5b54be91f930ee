// powerpc, 32 bits: RELA records. A relocation of an address whose symbol is local gets the load
// address and the addend, without the symbol's value, which binutils puts into the addend of a section
// symbol (glibc sysdeps/powerpc/powerpc32/dl-machine.h `elf_machine_rela`; binutils bfd/elf32-ppc.c
// `ppc_elf_relocate_section`). Only thread-local types count it. A PLT slot that names a local symbol
// would lead to one place when it is bound at once, and to another when it is bound lazily, where
// `_dl_fixup` counts the value (elf/dl-runtime.c). musl counts it always (ldso/dynlink.c `do_relocs`).
// What names no symbol means the same to all of them.
//
// DT_PPC_GOT tells a PLT of addresses from one of code (`elf_machine_runtime_setup`), DT_PPC_OPT has
// bits about thread-local calls; neither speaks of a symbol. With PPC_OPT_TLS a DTPMOD32 fills the
// word behind its own too, and the DTPREL32 that follows goes by its addend as ever.
//
// psABI: "Power Architecture 32-bit Application Binary Interface Supplement", "Relocation Types".

extension Machine {
  /// 32-bit PowerPC, in either byte order.
  public static let powerPC = Machine(
    code: 20, name: "powerpc",
    relocationTypes: RelocationTypes(
      copy: 19, jumpSlot: 21, relative: 22,
      // DTPMOD32 to DTPREL32. ADDR24 and REL24 are branches, of the same class.
      threadLocal: [2...2, 10...10, 68...78],
      meanings: [
        1: .address,  // R_PPC_ADDR32
        20: .globalOffsetEntry,
        68: .module, 73: .threadOffset, 78: .moduleOffset,
      ]),
    localSymbols: .boundWithoutValue,
    plainTags: [0x7000_0000, 0x7000_0001])  // GOT, OPT
}
