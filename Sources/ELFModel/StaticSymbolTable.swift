// `.symtab`, the table of debuggers and of `nm`: no loader reads it, and `strip` takes it away. What
// holds indices into it comes with it, since whoever renumbers one renumbers all.
//
// Source: gABI chapter 4, "Symbol Table" and "Sections". Invariant: every index in `holders` and
// in `relocations` is below the number of symbols.

/// The static symbol table of one file, with everything that refers to its entries by index.
public struct StaticSymbolTable: Sendable, Equatable {
  /// The index of its section header.
  public let section: Int
  /// Its entries, the null symbol included.
  public var symbols: Placed<[DynamicSymbol]>
  /// The names of its entries.
  public let strings: Placed<StringTable>
  /// The section numbers that do not fit an entry (SHT_SYMTAB_SHNDX), one per entry; nil when the
  /// file has none.
  public var sectionIndices: Placed<[UInt32]>?
  /// The tables of relocations against it, as `--emit-relocs` leaves them.
  public var relocations: [Placed<RelocationTable>]
  /// For each section group the index of its header and the entry that names it (`sh_info`).
  public var groups: [SectionGroup]
  /// `sh_info` of its section: the index of the first entry that is not local.
  public var firstGlobal: UInt32

  /// A section group, which is known by an entry of the symbol table (gABI chapter 4, "Section
  /// Groups").
  public struct SectionGroup: Sendable, Equatable {
    /// The index of its section header.
    public let section: Int
    /// The entry whose name is the group's.
    public var signature: SymbolIndex

    /// Memberwise.
    public init(section: Int, signature: SymbolIndex) {
      self.section = section
      self.signature = signature
    }
  }

  /// Memberwise.
  public init(
    section: Int, symbols: Placed<[DynamicSymbol]>, strings: Placed<StringTable>,
    sectionIndices: Placed<[UInt32]>?, relocations: [Placed<RelocationTable>],
    groups: [SectionGroup], firstGlobal: UInt32
  ) {
    self.section = section
    self.symbols = symbols
    self.strings = strings
    self.sectionIndices = sectionIndices
    self.relocations = relocations
    self.groups = groups
    self.firstGlobal = firstGlobal
  }

  /// The entry at `index`.
  public subscript(index: SymbolIndex) -> DynamicSymbol { symbols.table[index.position] }

  /// The indices of all entries but the null symbol.
  public var symbolIndices: SymbolIndices { SymbolIndices(tableOf: symbols.table.count) }

  /// The bytes of the name of the entry at `index`.
  public func name(of index: SymbolIndex) -> ArraySlice<UInt8> {
    strings.table.name(at: self[index].nameOffset)
  }

  /// The tables that change when an entry becomes local, with the bytes they occupy. The section
  /// headers, which change too, are the image's.
  public var changeableTables: [(name: String, region: FileRegion)] {
    var tables = [(SectionTable.staticSymbolsName, symbols.region)]
    if let sectionIndices { tables.append((".symtab_shndx", sectionIndices.region)) }
    tables += relocations.map { ($0.table.name, $0.region) }
    return tables.filter { $0.1.byteCount > 0 }
  }

  /// Makes `headers`, which are those of the file, say what the table is now.
  public func describe(in headers: inout [Section]) {
    headers[section].info = firstGlobal
    for group in groups { headers[group.section].info = group.signature.rawValue }
  }
}

extension SectionTable {
  /// What people call the table.
  public static let staticSymbolsName = ".symtab"

  /// The index of the `.symtab` section, if the headers name one.
  public var staticSymbols: Int? { firstIndex(of: .staticSymbols) }

  /// Whether `sh_info` of the header at `index` depends on the order of `.symtab`.
  public func isInfoOfStaticSymbols(at index: Int) -> Bool {
    let header = headers[index]
    switch SectionType(rawValue: header.type) {
    case .staticSymbols: return true
    case .group:
      return headers.indices.contains(Int(header.link))
        && headers[Int(header.link)].type == SectionType.staticSymbols.rawValue
    default: return false
    }
  }
}
