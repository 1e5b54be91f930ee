// Which of several clauses that cover the same symbol decides.

/// How much a clause weighs against others that cover the same symbol.
///
/// The order of the linkers' version scripts: an exact name beats a pattern, a pattern beats `*`
/// (binutils manual, "VERSION Command"). An exact name with its version says more than one without.
public enum Rank: Int, Sendable, Comparable {
  /// Says why a symbol stays that no other clause speaks of.
  case remark
  case everything
  case pattern
  case exact
  case exactVersion

  /// Weaker first.
  public static func < (first: Rank, second: Rank) -> Bool { first.rawValue < second.rawValue }
}
