// Where a table lies. Offsets and sizes are checked against the file's size once, on decoding;
// from then on they are plain `Int`s.

/// The tables of a file that symdemote reads, by the names that people know them under.
public enum TableName: String, Sendable, Hashable, CaseIterable {
  case fileHeader = "ELF header"
  case segments = "program headers"
  case sections = "section headers"
  case dynamic = ".dynamic"
  case symbols = ".dynsym"
  case strings = ".dynstr"
  case versions = ".gnu.version"
  case versionDefinitions = ".gnu.version_d"
  case versionNeeds = ".gnu.version_r"
  case gnuHash = ".gnu.hash"
  case sysvHash = ".hash"
  case sectionNames = ".shstrtab"
}

/// A contiguous range of a file that holds one table.
public struct FileRegion: Sendable, Equatable {
  /// Offset of the first byte, from the start of the file.
  public let offset: Int
  /// Length in bytes.
  public let byteCount: Int

  /// A region of `byteCount` bytes at `offset`.
  public init(offset: Int, byteCount: Int) {
    self.offset = offset
    self.byteCount = byteCount
  }

  /// The region as a range of file offsets.
  public var range: Range<Int> { offset..<(offset + byteCount) }
}

/// A table together with the place it was read from and will be written to.
public struct Placed<Table: Sendable & Equatable>: Sendable, Equatable {
  /// The bytes the table occupies.
  public let region: FileRegion
  /// The table's content.
  public var table: Table

  /// `table`, found in `region`.
  public init(_ table: Table, in region: FileRegion) {
    self.table = table
    self.region = region
  }
}
