// What speaks against writing, found before anything is written: by a run, and by a dry run.

public import ELFModel
internal import Glibc

extension FileStore {
  /// Finds what stands against writing `edits` of `file` to `output`, or into its own place, as far as
  /// that can be known without trying.
  ///
  /// - Returns: what will be said of the result.
  /// - Throws: ``StorageError``.
  public func check(
    _ edits: [ByteEdit], of file: DiskFile, to output: FilePath?, _ rules: WritingRules
  ) throws -> [Shortcoming] {
    let notes = try examine(edits, of: file, to: output, rules)
    if output == nil, !edits.isEmpty {
      let target = try realPath(of: file)
      let names = try names(of: file, at: target, rules)
      if names.count > 1 || rules.way == .inplace {
        for name in names where try PlacedJournal.isThere(beside: name, system) {
          throw StorageError.interrupted(path: name)
        }
      }
      try foreseeIdentity(of: file, in: target.folder, rules)
    }
    return notes
  }

  /// The same, but for what a run finds out by trying.
  func examine(
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
    let names = try names(of: file, at: target, rules)
    let notes = try checkSafeguards(file, at: target, rules, isCopy: false)
    for name in names { try checkFolder(name.folder) }
    guard rules.way == .inplace else {
      for name in names { try checkReplaceable(name, file.status) }
      return notes
    }
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
    guard present.st_nlink == 1 else {
      throw .outputLinked(path: output, links: UInt64(present.st_nlink))
    }
    try checkReplaceable(target, present)
  }

  /// Refuses what cannot be replaced though its folder may be written to: a mount point (rename(2),
  /// EBUSY), and another user's file in a sticky folder (inode(7)).
  func checkReplaceable(_ path: FilePath, _ present: stat) throws(StorageError) {
    // Nothing is mounted on a symbolic link, which may lead nowhere.
    if present.st_mode & S_IFMT != S_IFLNK, try system.seals(of: path).contains(.mountRoot) {
      throw .mountPoint(path: path)
    }
    guard let folder = try system.status(at: path.folder), folder.st_mode & S_ISVTX != 0 else {
      return
    }
    let caller = system.caller()
    guard caller.owns(present) || folder.st_uid == caller.user else { throw .sticky(path: path) }
  }

  /// Refuses two paths that name the same place, whether or not something is there.
  func checkDistinct(_ first: FilePath, _ second: FilePath) throws(StorageError) {
    if try system.isSamePlace(first, second) { throw .sameOutput(path: first) }
  }
}

extension SystemCalls {
  /// Whether two paths are of one name in one folder.
  func isSamePlace(_ first: FilePath, _ second: FilePath) throws(StorageError) -> Bool {
    guard first.lastComponent == second.lastComponent,
      let folder = try status(at: first.folder),
      let other = try status(at: second.folder)
    else { return false }
    return folder.isSameFile(as: other)
  }
}
