// What a relocation's type means to musl, beside what it means to all loaders.
//
// Source: musl arch/*/reloc.h, `REL_GOT`, `REL_TPOFF` and `REL_TPOFF_NEG`.

internal import ELFModel

struct MuslRelocationTypes {
  private let types: RelocationTypes?

  /// Those of the machine that `header` names.
  init(of header: FileHeader) { types = header.machine.relocationTypes }

  /// Whether a symbol that is missing for a relocation of `type` may come later.
  func canWait(_ type: UInt32) -> Bool {
    type == types?.jumpSlot || types?.meanings[type] == .globalOffsetEntry
  }

  /// Whether a relocation of `type` wants a variable whose place was settled at startup.
  func isInitialExec(_ type: UInt32) -> Bool {
    switch types?.meanings[type] {
    case .threadOffset, .negatedThreadOffset: true
    default: false
    }
  }
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
