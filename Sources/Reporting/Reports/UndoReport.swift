// `symdemote undo`: what was put back.

/// The return of one file to what it was.
public struct UndoReport: ReportBody {
  private let path: String
  private let digest: String
  private let byteCount: Int

  /// `byteCount` bytes of the file at `path` put back; `digest` is the SHA-256 it has again.
  public init(path: String, digest: String, byteCount: Int) {
    self.path = path
    self.digest = digest
    self.byteCount = byteCount
  }

  /// One line.
  public var text: String { "\(path.printable): \(byteCount) bytes put back, SHA-256 \(digest)\n" }

  /// The same for machines.
  public var fields: [JSONField] {
    [JSONField("bytes_restored", .number(byteCount)), JSONField("sha256", .string(digest))]
  }
}
