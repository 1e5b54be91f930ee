// What a rule says of one symbol, whichever kind of rule it is.

/// A reason to keep a symbol exported.
public struct Objection: Sendable, Equatable {
  /// The stable name of the rule that objects.
  public let id: String
  /// Why, in one line, as it stands beside a kept symbol.
  public let reason: String
  /// Whether `--force` may override it.
  public let yieldsToForce: Bool
}
