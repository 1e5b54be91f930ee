// The dynamic section: what the loader is told about a file.
//
// Source: gABI chapter 5, "Dynamic Section"; glibc elf/elf.h for the GNU tags.

/// `DT_…`: the kind of a dynamic entry.
public struct DynamicTag: RawRepresentable, Sendable, Hashable {
  /// `d_tag`.
  public let rawValue: Int64

  /// The tag with number `rawValue`.
  public init(rawValue: Int64) { self.rawValue = rawValue }

  private init(_ value: Int64) { rawValue = value }

  /// `DT_NULL`.
  public static let null = DynamicTag(0)
  /// `DT_NEEDED`.
  public static let needed = DynamicTag(1)
  /// `DT_PLTRELSZ`.
  public static let pltRelSize = DynamicTag(2)
  /// `DT_HASH`.
  public static let hash = DynamicTag(4)
  /// `DT_STRTAB`.
  public static let strings = DynamicTag(5)
  /// `DT_SYMTAB`.
  public static let symbols = DynamicTag(6)
  /// `DT_RELA`.
  public static let rela = DynamicTag(7)
  /// `DT_RELASZ`.
  public static let relaSize = DynamicTag(8)
  /// `DT_RELAENT`.
  public static let relaEntrySize = DynamicTag(9)
  /// `DT_STRSZ`.
  public static let stringsSize = DynamicTag(10)
  /// `DT_SYMENT`.
  public static let symbolEntrySize = DynamicTag(11)
  /// `DT_SONAME`.
  public static let soname = DynamicTag(14)
  /// `DT_RPATH`.
  public static let rpath = DynamicTag(15)
  /// `DT_SYMBOLIC`.
  public static let symbolic = DynamicTag(16)
  /// `DT_REL`.
  public static let rel = DynamicTag(17)
  /// `DT_RELSZ`.
  public static let relSize = DynamicTag(18)
  /// `DT_RELENT`.
  public static let relEntrySize = DynamicTag(19)
  /// `DT_PLTREL`.
  public static let pltRelFormat = DynamicTag(20)
  /// `DT_JMPREL`.
  public static let jmpRel = DynamicTag(23)
  /// `DT_BIND_NOW`.
  public static let bindNow = DynamicTag(24)
  /// `DT_RUNPATH`.
  public static let runpath = DynamicTag(29)
  /// `DT_FLAGS`.
  public static let flags = DynamicTag(30)
  /// `DT_SYMTAB_SHNDX`.
  public static let symbolSectionIndices = DynamicTag(34)
  /// `DT_ANDROID_REL`.
  public static let androidRel = DynamicTag(0x6000_000f)
  /// `DT_ANDROID_RELSZ`.
  public static let androidRelSize = DynamicTag(0x6000_0010)
  /// `DT_ANDROID_RELA`.
  public static let androidRela = DynamicTag(0x6000_0011)
  /// `DT_ANDROID_RELASZ`.
  public static let androidRelaSize = DynamicTag(0x6000_0012)
  /// `DT_GNU_PRELINKED`.
  public static let gnuPrelinked = DynamicTag(0x6fff_fdf5)
  /// `DT_CHECKSUM`.
  public static let checksum = DynamicTag(0x6fff_fdf8)
  /// `DT_GNU_HASH`.
  public static let gnuHash = DynamicTag(0x6fff_fef5)
  /// `DT_GNU_CONFLICT`.
  public static let gnuConflict = DynamicTag(0x6fff_fef8)
  /// `DT_GNU_LIBLIST`.
  public static let gnuLibraryList = DynamicTag(0x6fff_fef9)
  /// `DT_DEPAUDIT`.
  public static let dependencyAudit = DynamicTag(0x6fff_fefb)
  /// `DT_AUDIT`.
  public static let audit = DynamicTag(0x6fff_fefc)
  /// `DT_MOVETAB`.
  public static let moveTable = DynamicTag(0x6fff_fefe)
  /// `DT_SYMINFO`.
  public static let symbolInfo = DynamicTag(0x6fff_feff)
  /// `DT_VERSYM`.
  public static let versions = DynamicTag(0x6fff_fff0)
  /// `DT_RELACOUNT`.
  public static let relaCount = DynamicTag(0x6fff_fff9)
  /// `DT_RELCOUNT`.
  public static let relCount = DynamicTag(0x6fff_fffa)
  /// `DT_FLAGS_1`.
  public static let flags1 = DynamicTag(0x6fff_fffb)
  /// `DT_VERDEF`.
  public static let versionDefinitions = DynamicTag(0x6fff_fffc)
  /// `DT_VERDEFNUM`.
  public static let versionDefinitionCount = DynamicTag(0x6fff_fffd)
  /// `DT_VERNEED`.
  public static let versionNeeds = DynamicTag(0x6fff_fffe)
  /// `DT_VERNEEDNUM`.
  public static let versionNeedCount = DynamicTag(0x6fff_ffff)

  /// `DT_AUXILIARY`.
  public static let auxiliary = DynamicTag(0x7fff_fffd)
  /// `DT_FILTER`.
  public static let filter = DynamicTag(0x7fff_ffff)

  /// `DF_SYMBOLIC`, a bit of the value of `flags`.
  public static let flagsSymbolic: UInt64 = 0x2
  /// `DF_BIND_NOW`, a bit of the value of `flags`.
  public static let flagsBindNow: UInt64 = 0x8
  /// `DF_1_NOW`, a bit of the value of `flags1`.
  public static let flags1Now: UInt64 = 0x1
  /// `DF_1_NODELETE`, a bit of the value of `flags1`.
  public static let flags1NoDelete: UInt64 = 0x8
  /// `DF_1_NOOPEN`, a bit of the value of `flags1`.
  public static let flags1NoOpen: UInt64 = 0x40
  /// `DF_1_NODEFLIB`, a bit of the value of `flags1`.
  public static let flags1NoDefaultLibraries: UInt64 = 0x800
  /// `DF_1_PIE`, a bit of the value of `flags1`.
  public static let flags1PIE: UInt64 = 0x0800_0000
}

/// One entry of the dynamic section.
public struct DynamicEntry: Sendable, Equatable {
  /// What the entry says.
  public let tag: DynamicTag
  /// `d_val` or `d_ptr`.
  public let value: UInt64

  /// Memberwise.
  public init(tag: DynamicTag, value: UInt64) {
    self.tag = tag
    self.value = value
  }

  /// The entry that ends the section.
  public static let end = DynamicEntry(tag: .null, value: 0)
}

extension [DynamicEntry] {
  /// The value of the entry with `tag`. Loaders let the last of several win (glibc
  /// `elf_get_dynamic_info`).
  public subscript(tag: DynamicTag) -> UInt64? { last { $0.tag == tag }?.value }

  /// Whether the entry with `tag` has all bits of `mask`.
  public func has(_ mask: UInt64, in tag: DynamicTag) -> Bool {
    (self[tag] ?? 0) & mask == mask
  }
}
