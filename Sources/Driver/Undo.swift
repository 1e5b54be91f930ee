// `symdemote undo`: puts back what `apply --undo-file` recorded.

internal import ELFModel
public import Reporting
public import Storage

/// Restores the file at `path` from the record at `undoFile`. Refuses a file that is not, byte for
/// byte, the one that the recorded edit made.
public func undo(_ path: FilePath, undoFile: FilePath) -> Report {
  let report = reporting(path) {
    let record = try naming(undoFile) { try UndoRecord(readingFrom: try DiskFile(undoFile)) }
    let file = try DiskFile(path)
    guard file.byteCount == record.size, try Digest(of: file) == record.after else {
      return .failed(
        path.text, .refused,
        "this is not the file that \(undoFile.text) was recorded for, or it changed since: its"
          + " SHA-256 is not \(record.after.hexadecimal)")
    }
    guard try Digest(of: EditedSource(file, edits: record.edits)) == record.before else {
      return .failed(
        path.text, .refused, "\(undoFile.text) is damaged: it would not restore the original")
    }
    let shortcomings =
      record.edits.isEmpty ? [] : try FileStore.commit(record.edits, to: file).map(warning)
    return FileReport(
      path: path.text, status: .success, messages: shortcomings,
      body: UndoReport(
        path: path.text, digest: record.before.hexadecimal,
        byteCount: record.edits.reduce(0) { $0 + $1.bytes.count }))
  }
  return Report(command: "undo", files: [report])
}
