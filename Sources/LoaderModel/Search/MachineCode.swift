// Source: gABI, "e_machine".

enum MachineCode {
  static let i386: UInt16 = 3
  static let mips: UInt16 = 8
  static let powerPC64: UInt16 = 21
  static let s390: UInt16 = 22
  static let arm: UInt16 = 40
  static let sparc64: UInt16 = 43
  static let ia64: UInt16 = 50
  static let x86_64: UInt16 = 62
  static let aarch64: UInt16 = 183
  static let riscv: UInt16 = 243
  static let loongArch: UInt16 = 258
}
