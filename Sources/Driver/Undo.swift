// `symdemote undo`: puts back what `apply --undo-file` recorded.

internal import ELFModel
public import Reporting
public import Storage

/// What `undo` is asked to do.
public struct UndoRequest: Sendable {
  /// The names of the file to restore.
  public let names: [FilePath]
  /// The record that `apply` made.
  public let record: FilePath
  /// How the file is written, and whether it may be.
  public var writing = WritingRules()

  /// Memberwise; there is one name at least.
  public init(_ names: [FilePath], from record: FilePath) {
    self.names = names
    self.record = record
  }
}

/// Restores a file from a record. Refuses a file that is not, byte for byte, the one that the
/// recorded edit made.
public func undo(_ request: UndoRequest) -> Report {
  let path = request.names[0]
  let report = reporting(path) {
    let recovery = try recoveryMessages(path)
    let file = try DiskFile(path)
    // A record is of one file; others that are named are other names of it.
    for name in request.names.dropFirst() {
      let other = try naming(name) { try DiskFile(name) }
      guard other.fileIdentity == file.fileIdentity else {
        return .failed(
          path, .trouble, "\(name.text) is another file; a record is of one file and its names")
      }
    }
    let record = try naming(request.record) {
      try UndoRecord(readingFrom: try DiskFile(request.record), for: file)
    }
    if let refusal = try refusal(of: record, request.record, for: file) { return refusal }
    var notes: [Shortcoming] = []
    if !record.edits.isEmpty {
      var writing = request.writing
      writing.names = request.names
      // A backup must not replace the record, either.
      writing.inputs = RunInputs(request.names + [request.record])
      notes = try FileStore().commit(record.edits, to: file, writing)
      // The signature was made for what is restored.
      notes.removeAll { $0 == .signatureStale(name: "security.ima") }
    }
    return FileReport(
      path: path, status: .success, messages: recovery + notes.map(warning),
      body: UndoReport(
        path: path.text, undoFile: request.record.text, digest: record.before.hexadecimal,
        rangeCount: record.edits.count))
  }
  return Report(command: "undo", files: [report])
}

/// Why `record` does not restore `file`; nil if it does.
private func refusal(of record: UndoRecord, _ recordPath: FilePath, for file: DiskFile) throws
  -> FileReport?
{
  let digest = try Digest(of: file)
  guard digest == record.after, file.byteCount == record.size else {
    return .failed(
      file.path, .refused,
      digest == record.before
        ? "this is what \(recordPath.text) would restore: the edit is undone already"
        : "this is not the file that \(recordPath.text) was recorded for, or it changed since:"
          + " its SHA-256 is not \(record.after.hexadecimal)")
  }
  guard try Digest(of: EditedSource(file, edits: record.edits)) == record.before else {
    return .failed(
      file.path, .refused, "\(recordPath.text) is damaged: it would not restore the original")
  }
  return nil
}
