// Facts of a processor's psABI that the dynamic symbol table depends on. One machine, one file;
// the door is the list below.

/// What symdemote knows of a machine.
public struct Machine: Sendable, Equatable {
  /// `e_machine`.
  public let code: UInt16
  /// The name people use.
  public let name: String
  /// Bytes in a word of `.hash` (`Elf_Symndx`).
  public let sysvHashWordSize: Int
  /// The relocation types with a meaning here; nil where they are not known.
  public let relocationTypes: RelocationTypes?
  /// What loaders make of a relocation that names a local symbol.
  public let localSymbols: LocalSymbols
  /// The dynamic tags of the processor's own range that say nothing about symbols.
  public let plainTags: Set<Int64>
  /// Whether GNU ld gives a TLS descriptor that is bound lazily the number of its symbol, beside the
  /// relocation that names it.
  public let numbersLazyDescriptors: Bool

  /// Memberwise.
  public init(
    code: UInt16, name: String, sysvHashWordSize: Int = 4, relocationTypes: RelocationTypes? = nil,
    localSymbols: LocalSymbols, plainTags: Set<Int64> = [],
    numbersLazyDescriptors: Bool = false
  ) {
    self.code = code
    self.name = name
    self.sysvHashWordSize = sysvHashWordSize
    self.relocationTypes = relocationTypes
    self.localSymbols = localSymbols
    self.plainTags = plainTags
    self.numbersLazyDescriptors = numbersLazyDescriptors
  }

  /// The machine with `e_machine` `code` in a file of class `fileClass`.
  public static func known(code: UInt16, fileClass: FileClass) -> Machine {
    switch (code, fileClass) {
    case (x86_64.code, .elf64): x86_64
    case (x32.code, .elf32): x32
    case (i386.code, .elf32): i386
    case (aarch64.code, .elf64): aarch64
    case (arm.code, .elf32): arm
    case (riscv64.code, .elf64): riscv64
    case (powerPC64.code, .elf64): powerPC64
    case (s390x.code, .elf64): s390x
    case (loongArch64.code, .elf64): loongArch64
    case (powerPC.code, .elf32): powerPC
    case (alpha.code, .elf64): alpha
    default: unfit(code: code, fileClass: fileClass)
    }
  }
}

/// What the loaders of a machine make of a relocation whose symbol is local.
public enum LocalSymbols: Sendable, Equatable {
  /// They use the entry that the relocation names, its value and its place included.
  case boundByIndex
  /// They use the entry, but leave its value out of an address, which linkers put into the addend: a
  /// relocation is right only if it names no symbol.
  case boundWithoutValue
  /// They do not, or the order of the entries means something; `reason` is for people.
  case misread(reason: String)
  /// Their sources say that they do; no demoted file has been run.
  case unproven
  /// Nobody has looked.
  case unknown
}
