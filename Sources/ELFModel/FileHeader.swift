// The identity of an ELF file: what its first bytes say about how to read the rest.
//
// Source: gABI chapter 4, "ELF Header" and "ELF Identification".

/// The width of addresses and of most fields in a file (`EI_CLASS`).
public enum FileClass: Sendable, Equatable {
  case elf32
  case elf64

  /// Bits in an address, and in a word of the `.gnu.hash` bloom filter.
  public var bits: Int { self == .elf64 ? 64 : 32 }
}

/// The order of bytes in multi-byte fields (`EI_DATA`).
public enum ByteOrder: Sendable, Equatable {
  case little
  case big
}

/// What kind of file it is (`e_type`), reduced to the kinds that a dynamic linker loads.
public enum ObjectType: Sendable, Equatable {
  /// `ET_EXEC`: an executable at fixed addresses.
  case fixedExecutable
  /// `ET_DYN` with an interpreter and without a reason to think it a library: a PIE.
  case positionIndependentExecutable
  /// `ET_DYN`: a shared library.
  case sharedLibrary
}

/// Facts of the ELF header that other rooms need.
public struct FileHeader: Sendable, Equatable {
  /// Width of addresses.
  public let fileClass: FileClass
  /// Order of bytes.
  public let byteOrder: ByteOrder
  /// Facts about the processor, from `e_machine`.
  public let machine: Machine
  /// `e_flags`: which of a processor's ABIs the file keeps to, where there are several.
  public let machineFlags: UInt32
  /// Executable or library.
  public let objectType: ObjectType
  /// The byte range of the program header table.
  public let segmentTable: Range<Int>

  /// Memberwise.
  public init(
    fileClass: FileClass, byteOrder: ByteOrder, machine: Machine, machineFlags: UInt32 = 0,
    objectType: ObjectType, segmentTable: Range<Int>
  ) {
    self.fileClass = fileClass
    self.byteOrder = byteOrder
    self.machine = machine
    self.machineFlags = machineFlags
    self.objectType = objectType
    self.segmentTable = segmentTable
  }

  /// Whether one process can have both files: the machine, the class and the byte order are the same.
  public func isOfSameKind(as other: FileHeader) -> Bool {
    machine.code == other.machine.code && fileClass == other.fileClass
      && byteOrder == other.byteOrder
  }
}
