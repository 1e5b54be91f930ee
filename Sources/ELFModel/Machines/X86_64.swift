// x86-64: RELA records, 32-bit words in `.hash`, nothing of its own in `st_other`. glibc uses the
// entry that a relocation names if it is STB_LOCAL, and adds the load address to its value
// (sysdeps/x86_64/dl-machine.h), so a demoted symbol keeps its relocations as they are.
//
// psABI: https://gitlab.com/x86-psABIs/x86-64-ABI, table "Relocation Types".

extension Machine {
  /// AMD64 in its 64-bit form. (x32 has the same number in ELF32 files and is not this.)
  public static let x86_64 = Machine(
    code: 62, name: "x86-64",
    // DTPMOD64, DTPOFF64, TPOFF64; TLSDESC.
    relocationTypes: RelocationTypes(copy: 5, jumpSlot: 7, threadLocal: [16...18, 36...36]),
    isProven: true)
}
