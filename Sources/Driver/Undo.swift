// `symdemote undo`: puts back what `apply --undo-file` recorded.

internal import ELFModel
public import Reporting
public import Storage

/// Restores the file at `path` from the record at `undoFile`. Refuses a file that is not, byte for
/// byte, the one that the recorded edit made.
public func undo(_ path: FilePath, undoFile: FilePath) -> Report {
  let report = reporting(path) {
    let file = try DiskFile(path)
    let record = try naming(undoFile) {
      try UndoRecord(readingFrom: try DiskFile(undoFile), for: file)
    }
    let digest = try Digest(of: file)
    guard digest == record.after, file.byteCount == record.size else {
      return .failed(
        path, .refused,
        digest == record.before
          ? "this is what \(undoFile.text) would restore: the edit is undone already"
          : "this is not the file that \(undoFile.text) was recorded for, or it changed since:"
            + " its SHA-256 is not \(record.after.hexadecimal)")
    }
    guard try Digest(of: EditedSource(file, edits: record.edits)) == record.before else {
      return .failed(
        path, .refused, "\(undoFile.text) is damaged: it would not restore the original")
    }
    let shortcomings =
      record.edits.isEmpty ? [] : try FileStore.commit(record.edits, to: file).map(warning)
    return FileReport(
      path: path, status: .success, messages: shortcomings,
      body: UndoReport(
        path: path.text, undoFile: undoFile.text, digest: record.before.hexadecimal,
        rangeCount: record.edits.count))
  }
  return Report(command: "undo", files: [report])
}
