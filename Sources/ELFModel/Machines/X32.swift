// x32: AMD64 instructions in ELFCLASS32 files, with RELA records. Its types are those of x86-64,
// but an address is a word of 32 bits (R_X86_64_32), and a RELATIVE writes such a word. The words
// of DTPOFF64 and TPOFF64 keep their 64 bits, in which the offset is sign-extended (glibc
// sysdeps/x86_64/dl-machine.h, `__ILP32__`); R_X86_64_64 fills 64 bits too, so it is no address here.
//
// psABI: https://gitlab.com/x86-psABIs/x86-64-ABI, chapter "ILP32 Programming Model".

extension Machine {
  /// AMD64 with 32-bit addresses.
  public static let x32 = Machine(
    code: 62, name: "x32",
    relocationTypes: RelocationTypes(
      copy: 5, jumpSlot: 7, relative: 8,
      // DTPMOD64, DTPOFF64, TPOFF64; TLSDESC.
      threadLocal: [16...18, 36...36],
      meanings: [
        10: .address,  // R_X86_64_32
        6: .globalOffsetEntry,
        16: .module, 17: .moduleOffset, 18: .threadOffset, 36: .threadDescriptor(argument: 1),
      ]),
    localSymbols: .boundByIndex,
    plainTags: [0x7000_0000, 0x7000_0001, 0x7000_0003])  // DT_X86_64_PLT, PLTSZ, PLTENT
}
