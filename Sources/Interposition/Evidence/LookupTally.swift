// How much of a log could be judged: a lookup of an object whose file is gone, or whose file is now
// another machine's, tells nobody whether it went where it belongs.

/// What came of the lookups of a log.
public struct LookupTally: Sendable, Equatable {
  /// How many there were, those of the platform's own libraries aside.
  public internal(set) var total = 0
  /// How many of them could not be judged.
  public internal(set) var unjudged = 0

  /// No lookups.
  public init() {}
}
