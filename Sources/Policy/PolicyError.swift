// What can be wrong with a selection, whatever the file it is applied to.

/// A selection that cannot be followed.
public enum PolicyError: Error, Sendable, Equatable {
  /// The same exact name is both to be demoted and to be kept.
  case contradiction(name: String, demote: String, keep: String)
  /// Nothing says what to demote.
  case emptySelection
  /// Names are kept, but nothing says what to demote.
  case keepWithoutDemote
  /// There is no preset of this name.
  case unknownPreset(name: String)
  /// A library that was named is not found; `reason` is a clause without a full stop.
  case unknownLibrary(name: String, reason: String)
  /// Collisions are to be demoted in a file that no process is known to have.
  case nothingToCollideWith
  /// Libraries are named to collide with, and nothing asks for collisions.
  case withoutColliding
  /// Standard input is to be read twice.
  case standardInputTwice
  /// Lists include more texts than are read.
  case tooManyTexts(limit: Int)
  /// A name may have to be held against more patterns than that; `beyond` is one of those too many.
  case tooManyPatterns(limit: Int, beyond: String)
}

/// A text that does not keep to the grammar of its format.
public struct SyntaxError: Error, Sendable, Equatable {
  /// Where.
  public let location: SourceLocation
  /// The whole line, for the reader to see.
  public let line: String
  /// What is wrong and what was expected, a clause without a full stop.
  public let message: String

  /// Memberwise.
  public init(location: SourceLocation, line: String, message: String) {
    self.location = location
    self.line = line
    self.message = message
  }
}
