// A relocation that named a symbol and names none any more, because the symbol is local: the form
// in which linkers write a reference to one (RELATIVE, and thread-local types without a symbol).

/// One record, as it was and as it is, and where its addend stands.
public struct ConvertedRelocation: Sendable, Equatable {
  /// The position of the record's table in `DynamicImage.relocations`.
  public let table: Int
  /// The record with its symbol. In a table of format `rel` the addend is what the word holds.
  public let before: Relocation
  /// The record without one. In a table of format `rel` the addend is what the word comes to hold.
  public let after: Relocation
  /// Where the addend stands outside the record, in a table of format `rel`.
  public let word: FileRegion?

  /// Memberwise.
  public init(table: Int, before: Relocation, after: Relocation, word: FileRegion?) {
    self.table = table
    self.before = before
    self.after = after
    self.word = word
  }
}

/// A word of the program as it stands in the file.
public struct ProgramWord: Sendable, Equatable {
  /// Where it stands.
  public let region: FileRegion
  /// What it holds, as a signed number.
  public let value: Int64

  /// Memberwise.
  public init(region: FileRegion, value: Int64) {
    self.region = region
    self.value = value
  }
}
