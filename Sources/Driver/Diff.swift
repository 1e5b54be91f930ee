// `symdemote diff`: the view of `plan`, between any two files.

internal import ELFCodec
internal import ELFModel
public import Reporting
public import Storage

/// Compares the dynamic symbol tables of two files.
public func diff(_ before: FilePath, _ after: FilePath) -> Report {
  let report = reporting(after) {
    let (oldFile, old) = try open(original: before)
    let newFile = try DiskFile(after)
    let new = try decode(newFile)
    let body = ChangeReport(
      before: before.text, after: after.text, changes: symbolChanges(from: old, to: new),
      tables: try tableChanges(from: old, in: oldFile, to: new, in: newFile),
      fileSizes: (oldFile.byteCount, newFile.byteCount), detail: .full)
    return FileReport(
      path: after.text, status: body.isChange ? .findings : .success, body: body)
  }
  return Report(command: "diff", files: [report])
}
