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
  /// Whether a demotion on this machine has been proven by running its result.
  public let isProven: Bool

  /// Memberwise.
  public init(
    code: UInt16, name: String, sysvHashWordSize: Int = 4, relocationTypes: RelocationTypes? = nil,
    isProven: Bool = false
  ) {
    self.code = code
    self.name = name
    self.sysvHashWordSize = sysvHashWordSize
    self.relocationTypes = relocationTypes
    self.isProven = isProven
  }

  /// The machine with `e_machine` `code` in a file of class `fileClass`.
  public static func known(code: UInt16, fileClass: FileClass) -> Machine {
    if code == x86_64.code, fileClass == .elf64 { return x86_64 }
    return unproven(code: code, fileClass: fileClass)
  }
}

/// The numbers of a machine's relocation types that decide about bindings.
public struct RelocationTypes: Sendable, Equatable {
  /// Copies a library's data into the executable (`R_…_COPY`).
  public let copy: UInt32
  /// Binds a PLT slot, lazily if allowed (`R_…_JUMP_SLOT`).
  public let jumpSlot: UInt32
  /// Types of thread-local references. Like a PLT slot, they never bind to the address of a PLT
  /// entry that stands in for a function (glibc `elf_machine_type_class`).
  public let threadLocal: [ClosedRange<UInt32>]

  /// Memberwise.
  public init(copy: UInt32, jumpSlot: UInt32, threadLocal: [ClosedRange<UInt32>]) {
    self.copy = copy
    self.jumpSlot = jumpSlot
    self.threadLocal = threadLocal
  }
}
