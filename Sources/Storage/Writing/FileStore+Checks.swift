// What speaks against writing, found before anything is written: by a run, and by a dry run.

public import ELFModel
internal import Glibc

extension FileStore {
  /// Finds what stands against writing `edits` of `file` to `output`, or into its own place.
  ///
  /// - Returns: what will be said of the result.
  /// - Throws: ``StorageError``.
  public func check(
    _ edits: [ByteEdit], of file: DiskFile, to output: FilePath?, _ rules: WritingRules
  ) throws -> [Shortcoming] {
    var notes: [Shortcoming] = []
    if let output { try checkOutput(output, of: file) }
    guard !edits.isEmpty else {
      // A copy has the rights of its original, edited or not.
      if output != nil { try checkPrivilege(of: file, attributes(of: file), rules) }
      return notes
    }
    if let output {
      notes += try checkSafeguards(file, at: output, rules, isCopy: true)
    } else {
      notes += try checkPlace(of: file, rules)
    }
    if let backup = rules.backup {
      let targets =
        try output.map { [try system.realPath($0) ?? $0] }
        ?? names(of: file, at: try realPath(of: file), rules)
      for target in targets where try system.exists(target) {
        let (path, replaces) = try backup.path(for: target, system)
        try checkBackup(path, replaces: replaces, of: file, rules)
      }
    }
    guard let undoFile = rules.undoFile else { return notes }
    if let output { try checkDistinct(undoFile, output) }
    if try system.exists(undoFile) {
      guard try hasContent(undoFile, try UndoRecord(of: edits, on: file).bytes) else {
        throw StorageError.exists(path: undoFile)
      }
    }
    try checkFolder(undoFile.folder)
    return notes
  }

  /// Refuses a file that cannot be replaced, or written into, where it is.
  private func checkPlace(of file: DiskFile, _ rules: WritingRules) throws(StorageError)
    -> [Shortcoming]
  {
    let target = try realPath(of: file)
    // What was decided about is no more, and nothing that is said of it below would be true.
    try checkCurrent(file, at: target)
    _ = try names(of: file, at: target, rules)
    let notes = try checkSafeguards(file, at: target, rules, isCopy: false)
    try checkFolder(target.folder)
    guard rules.way == .inplace else { return notes }
    _ = try openForWriting(target, if: file.isCurrent)
    return notes + [.notAtomic]
  }

  /// Refuses an output that is the input, or no regular file, or cannot be made where it is asked
  /// for.
  func checkOutput(_ output: FilePath, of file: DiskFile) throws(StorageError) {
    guard let present = try system.status(at: output) else {
      if try system.exists(output) { throw .danglingLink(path: output) }
      return try checkFolder(output.folder)
    }
    guard present.st_mode & S_IFMT == S_IFREG else { throw .notRegular(path: output) }
    guard !present.isSameFile(as: file.status) else { throw .sameFile(path: output) }
    let target = try system.realPath(output) ?? output
    try refuse(try system.seals(of: target), of: output)
    try checkFolder(target.folder)
  }

  /// Refuses two paths that name the same place, whether or not something is there.
  func checkDistinct(_ first: FilePath, _ second: FilePath) throws(StorageError) {
    if try isSamePlace(first, second) { throw .sameOutput(path: first) }
  }

  /// Whether two paths are of one name in one folder.
  func isSamePlace(_ first: FilePath, _ second: FilePath) throws(StorageError) -> Bool {
    guard first.lastComponent == second.lastComponent,
      let folder = try system.status(at: first.folder),
      let other = try system.status(at: second.folder)
    else { return false }
    return folder.isSameFile(as: other)
  }
}
