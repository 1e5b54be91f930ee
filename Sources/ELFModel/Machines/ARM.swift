// arm: REL records. The value of a Thumb function has its lowest bit set, in the symbol as in
// every address made of it. A TLS descriptor begins with its argument, where others begin with the
// function (glibc sysdeps/arm/dl-tlsdesc.h). An ABS32 may stand at any address, a RELATIVE may not
// (sysdeps/arm/dl-machine.h `elf_machine_rel`, `elf_machine_rel_relative`).
//
// psABI: https://github.com/ARM-software/abi-aa, "ELF for the Arm Architecture"; glibc
// sysdeps/arm/dl-machine.h.

extension Machine {
  /// 32-bit Arm (EABI), with either floating-point convention.
  public static let arm = Machine(
    code: 40, name: "arm",
    relocationTypes: RelocationTypes(
      copy: 20, jumpSlot: 22, relative: 23, alignsRelative: true,
      // TLS_DESC; TLS_DTPMOD32, TLS_DTPOFF32, TLS_TPOFF32.
      threadLocal: [13...13, 17...19],
      meanings: [
        2: .address,  // R_ARM_ABS32
        21: .globalOffsetEntry,
        13: .threadDescriptor(argument: 0), 17: .module, 18: .moduleOffset, 19: .threadOffset,
      ]),
    localSymbols: .boundByIndex,
    numbersLazyDescriptors: true)
}
