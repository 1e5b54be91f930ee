// What can be wrong with a pattern.

/// A pattern that is not well formed.
public struct PatternError: Error, Sendable, Equatable {
  /// The pattern, as typed.
  public let pattern: String
  /// Where the fault is, in bytes, from 1.
  public let column: Int
  /// What is wrong, a clause without a full stop.
  public let reason: String

  /// Memberwise.
  public init(pattern: String, column: Int, reason: String) {
    self.pattern = pattern
    self.column = column
    self.reason = reason
  }
}

/// A regular expression that needs more steps for some name than it is given.
public struct PatternTooCostly: Error, Sendable, Equatable {
  /// The pattern, as typed.
  public let pattern: String
  /// The name.
  public let name: String

  /// Memberwise.
  public init(pattern: String, name: String) {
    self.pattern = pattern
    self.name = name
  }
}
