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

  public static let null = DynamicTag(0)
  public static let needed = DynamicTag(1)
  public static let pltRelSize = DynamicTag(2)
  public static let hash = DynamicTag(4)
  public static let strings = DynamicTag(5)
  public static let symbols = DynamicTag(6)
  public static let rela = DynamicTag(7)
  public static let relaSize = DynamicTag(8)
  public static let relaEntrySize = DynamicTag(9)
  public static let stringsSize = DynamicTag(10)
  public static let symbolEntrySize = DynamicTag(11)
  public static let soname = DynamicTag(14)
  public static let rel = DynamicTag(17)
  public static let relSize = DynamicTag(18)
  public static let relEntrySize = DynamicTag(19)
  public static let pltRelFormat = DynamicTag(20)
  public static let jmpRel = DynamicTag(23)
  public static let symbolSectionIndices = DynamicTag(34)
  public static let gnuPrelinked = DynamicTag(0x6fff_fdf5)
  public static let checksum = DynamicTag(0x6fff_fdf8)
  public static let gnuHash = DynamicTag(0x6fff_fef5)
  public static let gnuConflict = DynamicTag(0x6fff_fef8)
  public static let gnuLibraryList = DynamicTag(0x6fff_fef9)
  public static let moveTable = DynamicTag(0x6fff_fefe)
  public static let symbolInfo = DynamicTag(0x6fff_feff)
  public static let versions = DynamicTag(0x6fff_fff0)
  public static let flags1 = DynamicTag(0x6fff_fffb)
  public static let versionDefinitions = DynamicTag(0x6fff_fffc)
  public static let versionDefinitionCount = DynamicTag(0x6fff_fffd)
  public static let versionNeeds = DynamicTag(0x6fff_fffe)
  public static let versionNeedCount = DynamicTag(0x6fff_ffff)

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
}

extension [DynamicEntry] {
  /// The value of the entry with `tag`. Loaders let the last of several win (glibc
  /// `elf_get_dynamic_info`).
  public subscript(tag: DynamicTag) -> UInt64? { last { $0.tag == tag }?.value }
}
