// What can be wrong with a selection, whatever the file it is applied to.

/// A selection that cannot be followed.
public enum PolicyError: Error, Sendable, Equatable {
  /// A pattern is not well formed; `column` counts bytes from 1.
  case malformedGlob(pattern: String, column: Int, reason: String)
  /// The same exact name is both to be demoted and to be kept.
  case contradiction(name: String, demote: String, keep: String)
  /// Nothing says what to demote.
  case emptySelection
  /// Names are kept, but nothing says what to demote.
  case keepWithoutDemote
}
