// Section headers: the linker's view of the file. The loader never reads them, and files without
// any are common; where they are present they are kept true.
//
// Source: gABI chapter 4, "Section Headers".

/// One section header.
public struct Section: Sendable, Equatable {
  /// `sh_name`, an offset into the section names.
  public let nameOffset: UInt32
  /// `sh_type`.
  public let type: UInt32
  /// `sh_flags`.
  public let flags: UInt64
  /// `sh_addr`.
  public let address: UInt64
  /// `sh_offset`.
  public let offset: UInt64
  /// `sh_size`, in bytes.
  public var size: UInt64
  /// `sh_link`, the index of a related section.
  public let link: UInt32
  /// `sh_info`; for a symbol table, the index of the first symbol that is not local.
  public var info: UInt32
  /// `sh_addralign`.
  public let alignment: UInt64
  /// `sh_entsize`, in bytes.
  public let entrySize: UInt64

  /// `SHF_ALLOC`: the section is part of the memory image.
  public var isAllocated: Bool { flags & 2 != 0 }
  /// `SHF_WRITE`: the section is writable at run time.
  public var isWritable: Bool { flags & 1 != 0 }
  /// `SHF_EXECINSTR`: the section holds instructions.
  public var isExecutable: Bool { flags & 4 != 0 }
  /// `SHT_NOBITS`: the section has no bytes in the file.
  public var isWithoutBytes: Bool { type == SectionType.noBits.rawValue }

  /// Memberwise.
  public init(
    nameOffset: UInt32, type: UInt32, flags: UInt64, address: UInt64, offset: UInt64, size: UInt64,
    link: UInt32, info: UInt32, alignment: UInt64, entrySize: UInt64
  ) {
    self.nameOffset = nameOffset
    self.type = type
    self.flags = flags
    self.address = address
    self.offset = offset
    self.size = size
    self.link = link
    self.info = info
    self.alignment = alignment
    self.entrySize = entrySize
  }
}

/// The section types that matter here (`SHT_…`).
public enum SectionType: UInt32, Sendable {
  case staticSymbols = 2
  case strings = 3
  case rela = 4
  case sysvHash = 5
  case noBits = 8
  case rel = 9
  case dynamicSymbols = 11
  case group = 17
  case sectionIndices = 18
  case androidRel = 0x6000_0001
  case androidRela = 0x6000_0002
  case gnuHash = 0x6fff_fff6
  case versions = 0x6fff_ffff
}

/// The section headers of one file.
public struct SectionTable: Sendable, Equatable {
  /// The headers, by section index.
  public var headers: [Section]
  /// The section names (`.shstrtab`); nil when the file has none.
  public let names: Placed<StringTable>?

  /// Memberwise.
  public init(headers: [Section], names: Placed<StringTable>?) {
    self.headers = headers
    self.names = names
  }

  /// The name of section `index`, for messages.
  public func name(of index: Int) -> String {
    let offset = headers[index].nameOffset
    guard let name = names?.table.shortText(at: offset), !name.isEmpty else {
      return "section \(index)"
    }
    return name
  }

  /// The index of the `.dynsym` section, if the headers name one.
  public var dynamicSymbols: Int? { firstIndex(of: .dynamicSymbols) }

  /// The index of the section with the names of the symbol table in section `index`.
  public func stringTable(of index: Int) -> Int? {
    let link = Int(headers[index].link)
    return link > 0 && link < headers.count && headers[link].type == SectionType.strings.rawValue
      ? link : nil
  }

  /// The index of the first section of `type`.
  public func firstIndex(of type: SectionType) -> Int? {
    headers.firstIndex { $0.type == type.rawValue }
  }
}
