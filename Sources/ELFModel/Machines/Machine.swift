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
  /// The relocation types with a meaning here; nil where no edit has been proven yet.
  public let relocationTypes: RelocationTypes?

  /// Memberwise.
  public init(
    code: UInt16, name: String, sysvHashWordSize: Int = 4, relocationTypes: RelocationTypes? = nil
  ) {
    self.code = code
    self.name = name
    self.sysvHashWordSize = sysvHashWordSize
    self.relocationTypes = relocationTypes
  }

  /// Whether a demotion on this machine has been proven by running its result.
  public var isProven: Bool { relocationTypes != nil }

  /// The machine with `e_machine` `code` in a file of class `fileClass`.
  public static func known(code: UInt16, fileClass: FileClass) -> Machine {
    if code == x86_64.code, fileClass == .elf64 { return x86_64 }
    return unproven(code: code, fileClass: fileClass)
  }
}

/// The numbers of a machine's relocation types that decide about a demotion.
public struct RelocationTypes: Sendable, Equatable {
  /// Copies a library's data into the executable (`R_…_COPY`).
  public let copy: UInt32
  /// Binds a PLT slot, lazily if allowed (`R_…_JUMP_SLOT`).
  public let jumpSlot: UInt32

  /// Memberwise.
  public init(copy: UInt32, jumpSlot: UInt32) {
    self.copy = copy
    self.jumpSlot = jumpSlot
  }
}
