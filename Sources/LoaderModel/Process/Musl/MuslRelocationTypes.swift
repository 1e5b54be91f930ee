// What a relocation's type means to musl, beside what it means to all loaders.
//
// Source: musl arch/*/reloc.h, `REL_GOT` and `REL_TPOFF`; the numbers are the psABIs'.

internal import ELFModel

struct MuslRelocationTypes {
  private let jumpSlot: UInt32?
  /// `R_…_GLOB_DAT`.
  private let address: UInt32?
  /// Offsets from the thread pointer.
  private let threadPointerOffsets: [UInt32]

  /// Those of the machine that `header` names.
  init(of header: FileHeader) {
    jumpSlot = header.machine.relocationTypes?.jumpSlot
    (address, threadPointerOffsets) =
      switch (header.machine.code, header.fileClass) {
      case (3, .elf32): (6, [14, 37])
      case (21, .elf64): (20, [73])
      case (22, .elf64): (10, [56])
      case (40, .elf32): (21, [19])
      case (62, _): (6, [18])
      case (183, .elf64): (1025, [1030])
      case (243, .elf64): (nil, [11])
      default: (nil, [])
      }
  }

  /// Whether a symbol that is missing for a relocation of `type` may come later.
  func canWait(_ type: UInt32) -> Bool { type == jumpSlot || type == address }

  /// Whether a relocation of `type` wants a variable whose place was settled at startup.
  func isInitialExec(_ type: UInt32) -> Bool { threadPointerOffsets.contains(type) }
}

extension TypeClass {
  /// The class of a relocation of `type`. A thread-local one is of none: what it cannot be bound to
  /// shows in the type of the symbol.
  init(underMuslOf type: UInt32, on types: RelocationTypes) {
    if type == types.copy {
      self = .copy
    } else if type == types.jumpSlot {
      self = .plt
    } else {
      self = []
    }
  }
}
