// The dynamic-linking view of one file: every table that a loader reads to bind symbols, as plain
// values. Reading, planning, applying and verifying a demotion all speak of this one value.
//
// A demotion is one permutation of `symbols`; what follows from it (versions, relocations, both
// hash tables) changes with it, and nothing else does.

/// What a dynamic linker knows of one file.
public struct DynamicImage: Sendable, Equatable {
  /// The file's identity.
  public let header: FileHeader
  /// The file's length in bytes.
  public let fileSize: Int
  /// Program headers.
  public let segments: [Segment]
  /// Section headers; nil when the file has none.
  public var sections: Placed<SectionTable>?
  /// `PT_INTERP`: the path of the dynamic linker that the file asks for, without the zero.
  public let interpreter: [UInt8]?
  /// The dynamic section, without its closing DT_NULL.
  public var dynamic: Placed<[DynamicEntry]>
  /// Who wrote the notes in PT_NOTE (`n_name`), without the zeros.
  public let noteOwners: [[UInt8]]
  /// `.dynstr`.
  public var strings: Placed<StringTable>
  /// `.dynsym`, the null symbol included.
  public var symbols: Placed<[DynamicSymbol]>
  /// `.gnu.version`, one word per symbol; nil when the file has none.
  public var versions: Placed<[VersionIndex]>?
  /// `.gnu.version_d`, as far as it was read; nil when the file has none.
  public let versionDefinitionList: Placed<[VersionDefinition]>?
  /// `.gnu.version_r`, as far as it was read; nil when the file has none.
  public let versionNeedList: Placed<[VersionNeed]>?
  /// `.gnu.hash`.
  public var gnuHash: Placed<GNUHashTable>?
  /// `.hash`.
  public var sysvHash: Placed<SysVHashTable>?
  /// Every table of relocations against `symbols`; none lies within another.
  public var relocations: [Placed<RelocationTable>]

  /// Memberwise.
  public init(
    header: FileHeader, fileSize: Int, segments: [Segment], sections: Placed<SectionTable>?,
    interpreter: [UInt8]?, dynamic: Placed<[DynamicEntry]>, noteOwners: [[UInt8]] = [],
    strings: Placed<StringTable>,
    symbols: Placed<[DynamicSymbol]>, versions: Placed<[VersionIndex]>?,
    versionDefinitionList: Placed<[VersionDefinition]>?,
    versionNeedList: Placed<[VersionNeed]>?,
    gnuHash: Placed<GNUHashTable>?, sysvHash: Placed<SysVHashTable>?,
    relocations: [Placed<RelocationTable>]
  ) {
    self.header = header
    self.fileSize = fileSize
    self.segments = segments
    self.sections = sections
    self.interpreter = interpreter
    self.dynamic = dynamic
    self.noteOwners = noteOwners
    self.strings = strings
    self.symbols = symbols
    self.versions = versions
    self.versionDefinitionList = versionDefinitionList
    self.versionNeedList = versionNeedList
    self.gnuHash = gnuHash
    self.sysvHash = sysvHash
    self.relocations = relocations
  }

  /// The versions that the file defines.
  public var versionDefinitions: [VersionDefinition] { versionDefinitionList?.table ?? [] }
  /// The versions that the file needs of others.
  public var versionNeeds: [VersionNeed] { versionNeedList?.table ?? [] }

  /// The entry at `index`.
  @inlinable
  public subscript(index: SymbolIndex) -> DynamicSymbol { symbols.table[index.position] }

  /// The indices of all entries but the null symbol.
  @inlinable
  public var symbolIndices: SymbolIndices { SymbolIndices(tableOf: symbols.table.count) }

  /// The hash by which `.gnu.hash` knows the name of the entry at `index`.
  public func gnuHash(of index: SymbolIndex) -> UInt32 {
    strings.table.gnuHash(at: self[index].nameOffset)
  }

  /// The bytes of the name of the entry at `index`.
  public func name(of index: SymbolIndex) -> ArraySlice<UInt8> {
    strings.table.name(at: self[index].nameOffset)
  }

  /// `DT_SONAME`, if the file has one.
  public var soname: String? { dynamic.table[.soname].flatMap(text) }

  /// The names in the values of all entries with `tag`, such as `DT_NEEDED`, in the order in which
  /// they stand. An offset outside `.dynstr` gives the empty name.
  public func names(of tag: DynamicTag) -> [ArraySlice<UInt8>] {
    dynamic.table.filter { $0.tag == tag }.map {
      UInt32(exactly: $0.value).map(strings.table.name) ?? []
    }
  }

  /// The name in the value of the last entry with `tag`, which is the one that loaders go by.
  public func lastName(of tag: DynamicTag) -> ArraySlice<UInt8>? {
    dynamic.table.last { $0.tag == tag }.map {
      UInt32(exactly: $0.value).map(strings.table.name) ?? []
    }
  }

  /// The libraries named in `DT_NEEDED`, in order; see ``libraryName(at:)``.
  public var neededLibraries: [ArraySlice<UInt8>] {
    dynamic.table.filter { $0.tag == .needed }.map { libraryName(at: $0.value) }
  }

  /// The name of a library at `offset` of `.dynstr`: no more of it than makes it too long for any
  /// file, since many long names could share a tail.
  public func libraryName(at offset: UInt64) -> ArraySlice<UInt8> {
    UInt32(exactly: offset).map { strings.table.name(at: $0, atMost: Self.pathLimit) } ?? []
  }

  /// `PATH_MAX`: a path with as many bytes, its closing zero not included, is refused by Linux with
  /// ENAMETOOLONG.
  public static let pathLimit = 4096

  private func text(at offset: UInt64) -> String? {
    UInt32(exactly: offset).flatMap { strings.table.shortText(at: $0) }
  }
}
