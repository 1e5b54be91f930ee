// What a list of names comes to, whatever its format.

/// One thing that a list says.
public enum ListItem: Sendable {
  /// Names that stay, or go.
  case clause(Clause)
  /// The names of a library stay; the line is that of `--keep-from`.
  case library(SelectionLine)
  /// Another list, of the same format, is to be read here; its path is relative to this one's
  /// folder.
  case include([UInt8], at: SourceLocation, in: ListContext)
}

/// What a list passes on to those that it includes, for their reader to know.
public struct ListContext: Sendable {
  /// What Debian's lists pass on.
  var debian = DebianContext()

  /// That of a list which no other one includes.
  public init() {}
}

/// Something to know about a list that can be followed all the same.
public struct ListRemark: Sendable, Equatable {
  /// Where.
  public let location: SourceLocation
  /// What, a clause without a full stop.
  public let message: String

  /// Memberwise.
  public init(_ location: SourceLocation, _ message: String) {
    self.location = location
    self.message = message
  }
}

/// A list, read.
public struct ListReading: Sendable {
  /// What it says, in order.
  public var items: [ListItem] = []
  /// What to beware of.
  public var remarks: [ListRemark] = []

  /// A list that says nothing.
  public init() {}

  /// The clauses among its items.
  public var clauses: [Clause] {
    items.compactMap { if case .clause(let clause) = $0 { clause } else { nil } }
  }
}
