// Program headers: how the file is laid out in memory.
//
// Source: gABI chapter 5, "Program Header".

/// One program header.
public struct Segment: Sendable, Equatable {
  /// `p_type`.
  public let type: UInt32
  /// `p_flags`.
  public let flags: UInt32
  /// `p_offset`, in bytes from the start of the file.
  public let offset: UInt64
  /// `p_vaddr`.
  public let address: UInt64
  /// `p_filesz`, in bytes.
  public let fileSize: UInt64
  /// `p_memsz`, in bytes.
  public let memorySize: UInt64

  /// `PT_LOAD`.
  public static let load: UInt32 = 1
  /// `PT_DYNAMIC`.
  public static let dynamic: UInt32 = 2
  /// `PT_INTERP`.
  public static let interpreter: UInt32 = 3
  /// `PT_NOTE`.
  public static let note: UInt32 = 4

  /// `PF_X`: the segment is executable.
  public var isExecutable: Bool { flags & 1 != 0 }
  /// `PF_W`: the segment is writable.
  public var isWritable: Bool { flags & 2 != 0 }

  /// Memberwise.
  public init(
    type: UInt32, flags: UInt32, offset: UInt64, address: UInt64, fileSize: UInt64,
    memorySize: UInt64
  ) {
    self.type = type
    self.flags = flags
    self.offset = offset
    self.address = address
    self.fileSize = fileSize
    self.memorySize = memorySize
  }

  /// Whether `address` lies in the segment's memory image.
  public func holds(address candidate: UInt64) -> Bool {
    candidate >= address && candidate - address < memorySize
  }

  /// The file offset of `address`, and how many bytes of the segment follow it in the file; nil
  /// when the segment has no file bytes there.
  public func fileBytes(at candidate: UInt64) -> (offset: UInt64, available: UInt64)? {
    guard candidate >= address, candidate - address < fileSize else { return nil }
    let distance = candidate - address
    return (offset &+ distance, fileSize - distance)
  }
}
