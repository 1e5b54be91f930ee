// loongarch64: RELA records, no GLOB_DAT: an entry of the GOT is relocated as any word. glibc
// treats local symbols as on other machines (elf/dl-reloc.c `resolve_map`;
// sysdeps/loongarch/dl-machine.h). Its `elf_machine_type_class` knows JUMP_SLOT alone, which makes
// a difference only to an undefined variable that a `.hash` leads to.
//
// psABI: https://github.com/loongson/la-abi-specs, "Relocation types".

extension Machine {
  /// 64-bit LoongArch.
  public static let loongArch64 = Machine(
    code: 258, name: "loongarch64",
    relocationTypes: RelocationTypes(
      copy: 4, jumpSlot: 5, relative: 3,
      // TLS_DTPMOD64, TLS_DTPREL64, TLS_TPREL64; TLS_DESC64.
      threadLocal: [7...7, 9...9, 11...11, 14...14],
      meanings: [
        2: .address,  // R_LARCH_64
        7: .module, 9: .moduleOffset, 11: .threadOffset, 14: .threadDescriptor(argument: 1),
      ]),
    localSymbols: .boundByIndex)
}
