// What the loader of a machine expects of ld.so.cache: one cache lists the libraries of all
// machines that the system runs, told apart by flags.
//
// Source: glibc sysdeps/generic/ldconfig.h, sysdeps/generic/dl-cache.h and the dl-cache.h below
// sysdeps/unix/sysv/linux.

public import ELFModel

/// How one machine's loader reads the cache.
public struct CacheConvention: Sendable {
  /// `_DL_CACHE_DEFAULT_ID`: after an entry with these flags no better one is sought.
  let preferredFlags: UInt32
  /// Further flags of entries that the loader takes.
  let acceptedFlags: [UInt32]
  /// Order of bytes in the cache.
  let byteOrder: ByteOrder
  /// Where the new format may begin behind the old one, a multiple of this.
  let alignment: Int
  /// Whether C's `char` has a sign, by which the sorting of names depends on it.
  let hasSignedCharacters: Bool
  /// Whether an entry may ask for a level of the microarchitecture.
  let hasLevels: Bool

  /// The convention of the machine in `header`.
  ///
  /// - Parameter interpreter: the loader's path, whose name tells how floating-point numbers are
  ///   passed, where a machine has several ways.
  public init(for header: FileHeader, interpreter: [UInt8]) {
    let machine = header.machine.code
    let flags = Self.flags(of: machine, header.fileClass, loader: interpreter)
    preferredFlags = flags.preferred
    acceptedFlags = flags.others
    byteOrder = header.byteOrder
    alignment = machine == MachineCode.i386 ? 4 : 8
    let unsigned: [UInt16] = [
      20, MachineCode.powerPC64, MachineCode.s390, MachineCode.arm, MachineCode.aarch64,
      MachineCode.riscv,
    ]
    hasSignedCharacters = !unsigned.contains(machine)
    hasLevels = machine == MachineCode.x86_64 || machine == MachineCode.i386
  }

  func accepts(_ flags: UInt32) -> Bool {
    flags == preferredFlags || acceptedFlags.contains(flags)
  }

  /// `FLAG_ELF`.
  private static let anyC: UInt32 = 1
  /// `FLAG_ELF_LIBC6`.
  private static let glibc: UInt32 = 3

  private static func flags(of machine: UInt16, _ fileClass: FileClass, loader: [UInt8]) -> (
    preferred: UInt32, others: [UInt32]
  ) {
    let name = String(decoding: LoaderName.stem(of: loader), as: UTF8.self)
    switch (machine, fileClass) {
    case (MachineCode.x86_64, .elf64): return (0x0300 | glibc, [anyC])
    case (MachineCode.x86_64, .elf32): return (0x0800 | glibc, [anyC])
    case (MachineCode.aarch64, .elf64): return (0x0a00 | glibc, [])
    case (MachineCode.arm, _):
      // Entries without a mark may be either.
      return (glibc, [(name.hasSuffix("armhf") ? 0x0900 : 0x0b00) | glibc])
    case (MachineCode.powerPC64, _): return (0x0500 | glibc, [])
    case (MachineCode.s390, .elf64): return (0x0400 | glibc, [])
    case (MachineCode.sparc64, _): return (0x0100 | glibc, [])
    case (MachineCode.ia64, _): return (0x0200 | glibc, [])
    case (MachineCode.mips, .elf64):
      return ((name.hasSuffix("mipsn8") ? 0x0e00 : 0x0700) | glibc, [])
    case (MachineCode.riscv, _): return ((name.hasSuffix("d") ? 0x1000 : 0x0f00) | glibc, [])
    case (MachineCode.loongArch, _):
      // Before 2.37 the entries had no mark.
      return ((name.hasSuffix("d") ? 0x1200 : 0x1100) | glibc, [anyC, glibc])
    default: return (glibc, [anyC])
    }
  }
}
