// What to demote and what to keep, as it was asked for.

public import Policy
internal import Storage

/// A selection as a command is given it.
public struct SelectionChoice: Sendable {
  /// What to demote and what to keep.
  public var lines: [SelectionLine] = []
  /// Demote even where a rule objects.
  public var isForced = false
  /// Whether what matches nothing is an error.
  public var isStrict = false
  /// The folder that the paths in policies begin in; nil for the root of the file system.
  var root: FilePath?

  /// A selection that says nothing yet.
  public init() {}

  /// Whether nothing is said.
  public var isEmpty: Bool { lines.isEmpty }
}
