// riscv64: RELA records, no GLOB_DAT: an entry of the GOT is relocated as any word. The loader
// looks `__global_pointer$` up in the executable by name (glibc sysdeps/riscv/dl-machine.h). A bit
// of `st_other`, STO_RISCV_VARIANT_CC, stays with its symbol.
//
// psABI: https://github.com/riscv-non-isa/riscv-elf-psabi-doc, "Relocations".

extension Machine {
  /// 64-bit RISC-V.
  public static let riscv64 = Machine(
    code: 243, name: "riscv64",
    relocationTypes: RelocationTypes(
      copy: 4, jumpSlot: 5, relative: 3,
      // TLS_DTPMOD64, TLS_DTPREL64, TLS_TPREL64; TLSDESC.
      threadLocal: [7...7, 9...9, 11...12],
      meanings: [
        2: .address,  // R_RISCV_64
        7: .module, 9: .moduleOffset, 11: .threadOffset, 12: .threadDescriptor(argument: 1),
      ]),
    localSymbols: .boundByIndex,
    plainTags: [0x7000_0001])  // DT_RISCV_VARIANT_CC
}
