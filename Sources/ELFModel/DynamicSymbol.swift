// One entry of `.dynsym`, reduced to integers; its name stays an offset into `.dynstr`.
//
// Source: gABI chapter 4, "Symbol Table". Entry 0 is the null symbol.

/// The index of an entry in `.dynsym`. Not a count and not an offset.
public struct SymbolIndex: RawRepresentable, Sendable, Hashable, Comparable {
  /// The position in the table.
  public let rawValue: UInt32

  /// The entry at position `rawValue`.
  @inlinable
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// The entry at position `position`, which fits 32 bits.
  @inlinable
  public init(_ position: Int) { self.rawValue = UInt32(position) }

  /// The position, to index an array with.
  @inlinable public var position: Int { Int(rawValue) }

  /// Table order.
  @inlinable
  public static func < (first: SymbolIndex, second: SymbolIndex) -> Bool {
    first.rawValue < second.rawValue
  }

  /// The null symbol, `STN_UNDEF`.
  public static let null = SymbolIndex(rawValue: 0)
}

/// `STB_…`: who may bind to a symbol.
public struct SymbolBinding: RawRepresentable, Sendable, Equatable {
  /// The upper four bits of `st_info`.
  public let rawValue: UInt8

  /// The binding with number `rawValue`.
  @inlinable
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Visible in this file only.
  public static let local = SymbolBinding(rawValue: 0)
  /// Visible to all.
  public static let global = SymbolBinding(rawValue: 1)
  /// Visible to all, and may be missing.
  public static let weak = SymbolBinding(rawValue: 2)
  /// One definition per namespace (`STB_GNU_UNIQUE`).
  public static let unique = SymbolBinding(rawValue: 10)
}

/// `STT_…`: what a symbol stands for.
public struct SymbolType: RawRepresentable, Sendable, Equatable {
  /// The lower four bits of `st_info`.
  public let rawValue: UInt8

  /// The type with number `rawValue`.
  @inlinable
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Not said.
  public static let none = SymbolType(rawValue: 0)
  /// Data.
  public static let object = SymbolType(rawValue: 1)
  /// A function.
  public static let function = SymbolType(rawValue: 2)
  /// A section.
  public static let section = SymbolType(rawValue: 3)
  /// A source file's name.
  public static let file = SymbolType(rawValue: 4)
  /// Uninitialised common data.
  public static let common = SymbolType(rawValue: 5)
  /// Thread-local data; the value is an offset in the TLS segment.
  public static let threadLocal = SymbolType(rawValue: 6)
  /// A function that returns the function to use (`STT_GNU_IFUNC`).
  public static let indirectFunction = SymbolType(rawValue: 10)
}

/// `STV_…`: how far a symbol that is not local can be seen.
@frozen public enum SymbolVisibility: UInt8, Sendable, Equatable {
  case `default` = 0
  case `internal` = 1
  case hidden = 2
  case protected = 3

  /// HIDDEN or INTERNAL: no other object can bind to the symbol.
  @inlinable public var isClosed: Bool { self == .hidden || self == .internal }
}

/// One entry of `.dynsym`.
public struct DynamicSymbol: Sendable, Equatable {
  /// `st_name`, an offset into `.dynstr`.
  public let nameOffset: UInt32
  /// `st_info`: binding and type.
  public var info: UInt8
  /// `st_other`: visibility in the lower two bits, facts of the machine in the others.
  public var other: UInt8
  /// `st_shndx`.
  public let sectionIndex: UInt16
  /// `st_value`: an address, except for thread-local and absolute symbols.
  public let value: UInt64
  /// `st_size`, in bytes.
  public let size: UInt64

  /// `SHN_UNDEF`.
  public static let undefinedSection: UInt16 = 0
  /// `SHN_ABS`.
  public static let absoluteSection: UInt16 = 0xfff1

  /// Memberwise.
  @inlinable
  public init(
    nameOffset: UInt32, info: UInt8, other: UInt8, sectionIndex: UInt16, value: UInt64, size: UInt64
  ) {
    self.nameOffset = nameOffset
    self.info = info
    self.other = other
    self.sectionIndex = sectionIndex
    self.value = value
    self.size = size
  }

  /// Who may bind to the symbol.
  @inlinable public var binding: SymbolBinding {
    get { SymbolBinding(rawValue: info >> 4) }
    set { info = newValue.rawValue << 4 | info & 0xf }
  }

  /// What the symbol stands for.
  @inlinable public var type: SymbolType { SymbolType(rawValue: info & 0xf) }

  /// How far the symbol can be seen. Setting it keeps the machine's bits of `st_other`.
  @inlinable public var visibility: SymbolVisibility {
    get { SymbolVisibility(rawValue: other & 3) ?? .default }
    set { other = other & ~3 | newValue.rawValue }
  }

  /// Whether the symbol is only visible in its own file.
  @inlinable public var isLocal: Bool { binding == .local }
  /// Whether the file only refers to the symbol.
  @inlinable public var isUndefined: Bool { sectionIndex == Self.undefinedSection }
  /// Whether the symbol's value is no address.
  @inlinable public var isAbsolute: Bool { sectionIndex == Self.absoluteSection }
  /// An undefined symbol with an address: the executable's PLT entry, which stands for the
  /// function's address in the whole process ("canonical PLT"; psABI x86-64 §3.4.1).
  @inlinable public var isCanonicalPLT: Bool { isUndefined && value != 0 && !isLocal }
}
