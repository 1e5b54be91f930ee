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
      from: .init(name: before.text, image: old, size: oldFile.byteCount),
      to: .init(name: after.text, image: new, size: newFile.byteCount),
      tables: try tableChanges(from: old, in: oldFile, to: new, in: newFile), detail: .full)
    let isChange = body.isChange || SymbolDiff(from: old, to: new).isChange
    return FileReport(path: after, status: isChange ? .findings : .success, body: body)
  }
  return Report(command: "diff", files: [report])
}
