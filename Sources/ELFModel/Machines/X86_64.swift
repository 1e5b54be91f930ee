// x86-64: RELA records, 32-bit words in `.hash`, nothing of its own in `st_other`. glibc uses the
// entry that a relocation names if it is STB_LOCAL, and adds the load address to its value
// (sysdeps/x86_64/dl-machine.h), so a demoted symbol keeps its relocations as they are.
//
// psABI: https://gitlab.com/x86-psABIs/x86-64-ABI, table "Relocation Types".

extension Machine {
  /// AMD64 in its 64-bit form.
  public static let x86_64 = Machine(
    code: 62, name: "x86-64",
    relocationTypes: RelocationTypes(
      copy: 5, jumpSlot: 7, relative: 8,
      // DTPMOD64, DTPOFF64, TPOFF64; TLSDESC.
      threadLocal: [16...18, 36...36],
      meanings: [
        1: .address,  // R_X86_64_64
        6: .globalOffsetEntry,
        16: .module, 17: .moduleOffset, 18: .threadOffset, 36: .threadDescriptor(argument: 1),
      ]),
    localSymbols: .boundByIndex,
    plainTags: [0x7000_0000, 0x7000_0001, 0x7000_0003])  // DT_X86_64_PLT, PLTSZ, PLTENT
}
