// i386: REL records, so an addend stands in the word that is relocated. There are two thread
// offsets, one the negative of the other, both of which GNU ld writes.
//
// psABI: https://gitlab.com/x86-psABIs/i386-ABI, table "Relocation Types"; glibc
// sysdeps/i386/dl-machine.h.

extension Machine {
  /// 32-bit x86.
  public static let i386 = Machine(
    code: 3, name: "i386",
    relocationTypes: RelocationTypes(
      copy: 5, jumpSlot: 7, relative: 8,
      // TLS_TPOFF; TLS_DTPMOD32 to TLS_TPOFF32; TLS_DESC.
      threadLocal: [14...14, 35...37, 41...41],
      meanings: [
        1: .address,  // R_386_32
        6: .globalOffsetEntry,
        14: .threadOffset, 35: .module, 36: .moduleOffset, 37: .negatedThreadOffset,
        41: .threadDescriptor(argument: 1),
      ]),
    localSymbols: .boundByIndex)
}
