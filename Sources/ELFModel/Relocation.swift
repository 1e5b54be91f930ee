// Relocations that name a symbol. The others (RELATIVE and its like) hold no symbol index; they
// are counted, never read into memory and never written.
//
// Source: gABI chapter 4, "Relocation".

/// The record format of a relocation table.
public enum RelocationFormat: Sendable, Equatable {
  /// Addends stand in the relocated word.
  case rel
  /// Addends stand in the record.
  case rela
  /// `rel` in Android's packed form (`AndroidRelocations.swift`).
  case packedRel
  /// `rela` in Android's packed form.
  case packedRela

  /// Whether each record takes the same number of bytes and can be read and written alone. Where
  /// not, a change of one record may change the bytes of all.
  public var hasFixedRecords: Bool { self == .rel || self == .rela }

  /// Whether addends stand in the relocated words.
  public var hasImplicitAddends: Bool { self == .rel || self == .packedRel }
}

/// A relocation whose symbol index is not 0.
public struct Relocation: Sendable, Equatable {
  /// The record's position in its table.
  public let record: UInt32
  /// The machine's relocation type.
  public let type: UInt32
  /// The symbol that the relocation names.
  public var symbol: SymbolIndex
  /// `r_offset`: the relocated address.
  public let offset: UInt64
  /// `r_addend`; in a table of format `rel`, where it stands in the relocated word, 0 unless it was
  /// read from there.
  public let addend: Int64

  /// Memberwise.
  @inlinable
  public init(record: UInt32, type: UInt32, symbol: SymbolIndex, offset: UInt64, addend: Int64) {
    self.record = record
    self.type = type
    self.symbol = symbol
    self.offset = offset
    self.addend = addend
  }

  /// The same relocation with another addend.
  public func with(addend: Int64) -> Relocation {
    Relocation(record: record, type: type, symbol: symbol, offset: offset, addend: addend)
  }
}

/// A table of relocations against `.dynsym`.
public struct RelocationTable: Sendable, Equatable {
  /// What to call it in messages: `DT_RELA`, `DT_JMPREL`, or a section's name.
  public let name: String
  /// The record format.
  public let format: RelocationFormat
  /// How many records the table has in all.
  public let recordCount: Int
  /// Those that name a symbol, in table order.
  public var symbolic: [Relocation]
  /// The others, in table order; empty in a table with fixed records, where they keep their bytes.
  public var plain: [Relocation]

  /// Whether the dynamic section names the table, so that a loader works through it.
  public var isLoaded: Bool { name.hasPrefix("DT_") }

  /// The relocations whose records name a symbol in `other` too, a table in the same place, and those
  /// whose records name none there.
  public func split(by other: RelocationTable) -> (named: [Relocation], nameless: [Relocation]) {
    var parts: (named: [Relocation], nameless: [Relocation]) = ([], [])
    var next = 0
    for relocation in symbolic {
      while next < other.symbolic.count, other.symbolic[next].record < relocation.record {
        next += 1
      }
      if next < other.symbolic.count, other.symbolic[next].record == relocation.record {
        parts.named.append(relocation)
      } else {
        parts.nameless.append(relocation)
      }
    }
    return parts
  }

  /// Memberwise.
  public init(
    name: String, format: RelocationFormat, recordCount: Int, symbolic: [Relocation],
    plain: [Relocation] = []
  ) {
    self.name = name
    self.format = format
    self.recordCount = recordCount
    self.symbolic = symbolic
    self.plain = plain
  }
}
