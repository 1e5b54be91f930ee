// aarch64: RELA records. A bit of `st_other`, STO_AARCH64_VARIANT_PCS, says that a function keeps
// other registers than the standard's; glibc then binds its PLT slot at once
// (sysdeps/aarch64/dl-machine.h). The bit is the symbol's and stays with it. A big-endian file
// differs in the bytes of its tables alone.
//
// psABI: https://github.com/ARM-software/abi-aa, "ELF for the Arm 64-bit Architecture".

extension Machine {
  /// 64-bit Arm, in either byte order.
  public static let aarch64 = Machine(
    code: 183, name: "aarch64",
    relocationTypes: RelocationTypes(
      copy: 1024, jumpSlot: 1026, relative: 1027,
      // TLS_DTPMOD, TLS_DTPREL, TLS_TPREL, TLSDESC.
      threadLocal: [1028...1031],
      meanings: [
        257: .address,  // R_AARCH64_ABS64
        1025: .globalOffsetEntry,
        1028: .module, 1029: .moduleOffset, 1030: .threadOffset,
        1031: .threadDescriptor(argument: 1),
      ]),
    localSymbols: .boundByIndex,
    plainTags: [0x7000_0001, 0x7000_0003, 0x7000_0005])  // BTI_PLT, PAC_PLT, VARIANT_PCS
}
