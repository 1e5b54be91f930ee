// What to demote and what to keep, as it was asked for.

public import Policy
internal import Reporting

/// A selection as a command is given it.
public struct SelectionChoice: Sendable {
  /// What to demote and what to keep.
  public var lines: [SelectionLine] = []
  /// Demote even where a rule objects.
  public var isForced = false
  /// Whether what matches nothing is an error.
  public var isStrict = false
  /// What files are called to globs that are packed in an archive; nil where paths are theirs.
  var packed: PackedPaths?
  /// The lines as they were read already; nil if that is still to be done.
  var read: Selection?

  /// A selection that says nothing yet.
  public init() {}

  /// Whether nothing is said.
  public var isEmpty: Bool { lines.isEmpty }
}
