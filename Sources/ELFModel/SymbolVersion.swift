// Symbol versions: `.gnu.version` gives each symbol an index, `.gnu.version_d` and
// `.gnu.version_r` say what the indices stand for.
//
// Source: the GNU extension as documented in the LSB, "Symbol Versioning"; glibc
// elf/dl-version.c. Index 0 is a local symbol, index 1 an unversioned global one.

/// One word of `.gnu.version`.
public struct VersionIndex: RawRepresentable, Sendable, Hashable {
  /// The word as it stands in the file.
  public let rawValue: UInt16

  /// The word `rawValue`.
  @inlinable
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// What a local symbol carries (`VER_NDX_LOCAL`).
  public static let local = VersionIndex(rawValue: 0)

  /// The number that a definition or a need explains.
  @inlinable public var number: UInt16 { rawValue & 0x7fff }
  /// Whether an unversioned reference passes this definition by (`foo@V`, not `foo@@V`).
  @inlinable public var isHidden: Bool { rawValue & 0x8000 != 0 }
}

/// A version that the file defines.
public struct VersionDefinition: Sendable, Equatable {
  /// `vd_ndx`, what `.gnu.version` refers to.
  public let number: UInt16
  /// `VER_FLG_BASE`: the name of the file itself, no version of a symbol.
  public let isBase: Bool
  /// Name, as an offset into `.dynstr`.
  public let nameOffset: UInt32
  /// The names of the versions that it depends on, as offsets into `.dynstr`.
  public let parentOffsets: [UInt32]

  /// Memberwise.
  public init(number: UInt16, isBase: Bool, nameOffset: UInt32, parentOffsets: [UInt32] = []) {
    self.number = number
    self.isBase = isBase
    self.nameOffset = nameOffset
    self.parentOffsets = parentOffsets
  }
}

/// A version that the file needs of another.
public struct VersionNeed: Sendable, Equatable {
  /// `vna_other` without its highest bit, what `.gnu.version` refers to.
  public let number: UInt16
  /// The highest bit of `vna_other`: only a definition of this very version will do.
  public let isHidden: Bool
  /// `VER_FLG_WEAK`: the version may be missing.
  public let isWeak: Bool
  /// The version's name, as an offset into `.dynstr`.
  public let nameOffset: UInt32
  /// The name of the library that has the version, as an offset into `.dynstr`.
  public let libraryOffset: UInt32

  /// Memberwise.
  public init(
    number: UInt16, isHidden: Bool, isWeak: Bool, nameOffset: UInt32, libraryOffset: UInt32
  ) {
    self.number = number
    self.isHidden = isHidden
    self.isWeak = isWeak
    self.nameOffset = nameOffset
    self.libraryOffset = libraryOffset
  }
}
