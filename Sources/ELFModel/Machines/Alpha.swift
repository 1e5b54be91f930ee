// alpha: RELA records, and words of 64 bits in `.hash`. A RELATIVE adds the load address to what the
// word holds, whatever the addend (glibc sysdeps/alpha/dl-machine.h `elf_machine_rela`), so that a
// record alone does not turn a reference by name into one; addresses have no meaning here, and keep
// their symbols in a conversion. There are no IFUNCs, and GNU ld copies no data. Bits of `st_other` say
// how a function loads its global pointer; they stay with the symbol.
//
// Relocation types: glibc elf/elf.h; there is no psABI for Linux.

extension Machine {
  /// Alpha.
  public static let alpha = Machine(
    code: 0x9026, name: "alpha", sysvHashWordSize: 8,
    relocationTypes: RelocationTypes(
      copy: 24, jumpSlot: 26, relative: 27,
      // DTPMOD64, DTPREL64, TPREL64.
      threadLocal: [31...31, 33...33, 38...38],
      meanings: [31: .module, 33: .moduleOffset, 38: .threadOffset]),
    localSymbols: .boundByIndex,
    plainTags: [0x7000_0000])  // PLTRO
}
