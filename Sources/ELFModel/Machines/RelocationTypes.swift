// What a machine's relocation types mean, as far as bindings depend on it. The numbers are each
// psABI's; the meanings are the same everywhere.

/// The numbers of a machine's relocation types that decide about bindings.
public struct RelocationTypes: Sendable, Equatable {
  /// Copies a library's data into the executable (`R_…_COPY`).
  public let copy: UInt32
  /// Binds a PLT slot, lazily if allowed (`R_…_JUMP_SLOT`).
  public let jumpSlot: UInt32
  /// Adds the load address to the addend, and names no symbol (`R_…_RELATIVE`).
  public let relative: UInt32
  /// Whether a RELATIVE wants an aligned word, where other types do without.
  public let alignsRelative: Bool
  /// Types of thread-local references. Like a PLT slot, they never bind to the address of a PLT
  /// entry that stands in for a function (glibc `elf_machine_type_class`).
  public let threadLocal: [ClosedRange<UInt32>]
  /// What the types compute that a linker writes without a symbol where the symbol is local.
  public let meanings: [UInt32: RelocationMeaning]

  /// Memberwise.
  public init(
    copy: UInt32, jumpSlot: UInt32, relative: UInt32, alignsRelative: Bool = false,
    threadLocal: [ClosedRange<UInt32>], meanings: [UInt32: RelocationMeaning]
  ) {
    self.alignsRelative = alignsRelative
    self.copy = copy
    self.jumpSlot = jumpSlot
    self.relative = relative
    self.threadLocal = threadLocal
    self.meanings = meanings
  }

  /// `R_…_NONE`, which is 0 on every machine known here.
  public static let none: UInt32 = 0
}

/// What a loader stores for a relocation, in terms of its symbol.
public enum RelocationMeaning: Sendable, Equatable {
  /// The symbol's address and the addend, a whole word (`R_…_64`, `R_…_ABS64`).
  case address
  /// The symbol's address, in the GOT; what the word held before does not count (`R_…_GLOB_DAT`).
  case globalOffsetEntry
  /// The number of the module that has the variable (`R_…_DTPMOD`).
  case module
  /// The variable's offset in its module (`R_…_DTPOFF`, `R_…_DTPREL`).
  case moduleOffset
  /// The variable's offset from the thread pointer (`R_…_TPOFF`, `R_…_TPREL`).
  case threadOffset
  /// The same with its sign turned (`R_386_TLS_TPOFF32`).
  case negatedThreadOffset
  /// The two words of a TLS descriptor (`R_…_TLSDESC`), of which the one at `argument`, counted
  /// from 0, holds an addend that does not stand in the record.
  case threadDescriptor(argument: Int)

  /// Which of the relocated words, counted from 0, holds the addend that is not in the record; nil
  /// if none does.
  public var addendPosition: Int? {
    switch self {
    case .module: nil
    case .address, .globalOffsetEntry, .moduleOffset, .threadOffset, .negatedThreadOffset: 0
    case .threadDescriptor(let argument): argument
    }
  }
}
