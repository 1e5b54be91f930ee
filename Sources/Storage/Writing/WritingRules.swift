// What users say about how files are written.

/// How an edit comes into a file.
public enum WritingWay: String, CaseIterable, Sendable {
  /// The best way that keeps every promise; at present ``rename``.
  case auto
  /// A new file takes the name, or all the names, of the old one.
  case rename
  /// The changed bytes are written into the file itself.
  case inplace
}

/// How files are written, and which may be.
public struct WritingRules: Sendable {
  /// How the edit comes into the file.
  public var way = WritingWay.auto
  /// Whether setuid and setgid files, and those with capabilities, may be edited.
  public var allowsPrivileged = false
  /// Whether files may be edited whose signature then no longer fits.
  public var allowsSigned = false
  /// Whether the result has the times of the original.
  public var preservesDates = false
  /// How what is replaced is kept.
  public var backup: Backup?
  /// Where to record what an undo needs.
  public var undoFile: FilePath?
  /// Every name of the file that the run knows.
  public var names: [FilePath] = []
  /// What the run is given beside that.
  public var inputs = RunInputs([])

  /// A single name, nothing kept, nothing allowed.
  public init() {}
}

/// What became of a file, beside its new content.
public enum Shortcoming: Sendable, Equatable {
  /// The folder could not be synchronised: a power failure may bring the old file back.
  case notDurable(code: Int32)
  /// The copy belongs to another than the original, so it lost its setuid and setgid bits.
  case privilegesDropped
  /// The copy could not be given an extended attribute of the original.
  case attributeDropped(name: String)
  /// A signature is still there, or was left out of a copy, and fits no more.
  case signatureStale(name: String)
  /// The file was written into, which others may have seen half done.
  case notAtomic
}
