// What a command line says of the files that a run is about.

public import Reporting
public import Storage

/// The files to work on, and on how many at once.
public struct InputChoice: Sendable {
  /// Files, and folders if ``isRecursive``.
  public var operands: [FilePath] = []
  /// Whether folders stand for the files below them.
  public var isRecursive = false
  /// A file that names more of them, one a line; `-` is standard input.
  public var list: FilePath?
  /// Whether a zero byte ends each name in `list`, and not a line's end.
  public var listHasZeros = false
  /// What the names of backups end with that the run makes; such files are not found below folders.
  public var backupSuffix: [UInt8]?
  /// How many files are worked on at once; nil for as many as there are processors.
  public var jobCount: Int?
  /// The part of the files that is worked on here; nil for all of them.
  public var shard: Shard?
  /// What else tells the run from others, where reports have to say which run they are of: the options
  /// that have a say in its outcome.
  public var runWords: [[UInt8]]?

  /// Whether a single file is named, and nothing can bring more.
  public var isOneFile: Bool { operands.count == 1 && !isRecursive && list == nil }

  /// These files and nothing else.
  public init(_ operands: [FilePath] = []) { self.operands = operands }
}
