// s390x: big-endian, RELA records, and words of 64 bits in `.hash` (not in `.gnu.hash`).
//
// psABI: https://github.com/IBM/s390x-abi, tables "Relocation Types" and section "Hash Table".

extension Machine {
  /// 64-bit z/Architecture.
  public static let s390x = Machine(
    code: 22, name: "s390x", sysvHashWordSize: 8,
    relocationTypes: RelocationTypes(
      copy: 9, jumpSlot: 11, relative: 12,
      // TLS_DTPMOD, TLS_DTPOFF, TLS_TPOFF.
      threadLocal: [54...56],
      meanings: [
        22: .address,  // R_390_64
        10: .globalOffsetEntry,
        54: .module, 55: .moduleOffset, 56: .threadOffset,
      ]),
    localSymbols: .boundByIndex)
}
