// ppc64, in either byte order and ABI. In ELFv2 three bits of `st_other` tell how far a function's
// local entry lies behind its global one; glibc reads them when a PLT slot leads into the same
// object (sysdeps/powerpc/powerpc64/dl-machine.h), so they stay with the symbol. In ELFv1 the value
// of a function is the address of its descriptor in `.opd`, which makes no difference here.
//
// psABI: "64-Bit ELF V2 ABI Specification: Power Architecture", section "Relocation Types".

extension Machine {
  /// 64-bit PowerPC.
  public static let powerPC64 = Machine(
    code: 21, name: "ppc64",
    relocationTypes: RelocationTypes(
      copy: 19, jumpSlot: 21, relative: 22,
      // TLS to DTPREL16_HIGHESTA; TPREL16_HIGH to DTPREL16_HIGHA. ADDR24 is no TLS reference, but
      // of the same class.
      threadLocal: [2...2, 67...106, 112...115],
      meanings: [
        38: .address,  // R_PPC64_ADDR64
        20: .globalOffsetEntry,
        68: .module, 73: .threadOffset, 78: .moduleOffset,
      ]),
    localSymbols: .boundByIndex,
    plainTags: [0x7000_0000, 0x7000_0001, 0x7000_0002, 0x7000_0003])  // GLINK, OPD, OPDSZ, OPT
}
