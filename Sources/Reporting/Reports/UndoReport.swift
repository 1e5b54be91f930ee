// `symdemote undo`: what was put back.

/// The return of one file to what it was.
public struct UndoReport: ReportBody {
  private let path: String
  private let undoFile: String
  private let digest: String
  private let rangeCount: Int

  /// `rangeCount` ranges of the file at `path` put back from the record at `undoFile`; `digest` is
  /// the SHA-256 that the file has again.
  public init(path: String, undoFile: String, digest: String, rangeCount: Int) {
    self.path = path
    self.undoFile = undoFile
    self.digest = digest
    self.rangeCount = rangeCount
  }

  /// One line.
  public var text: String {
    "\(path.printable): as it was, \(rangeCount) ranges put back; SHA-256 \(digest)\n"
  }

  /// The same for machines.
  public var fields: [JSONField] {
    [
      JSONField("undo_file", .string(undoFile)),
      JSONField("ranges_restored", .number(rangeCount)),
      JSONField("sha256", .string(digest)),
    ]
  }
}
