// Files as the other rooms edit them: checked, then written, with at every moment the old file or
// the new one under each name, whole. What comes first is what can fail: the new file is complete,
// on the disk and named before anything else changes.

public import ELFModel
internal import Glibc

/// Commits the edits of a run to files.
public struct FileStore: Sendable {
  let system: any SystemCalls
  private let sweeper = FolderSweeper()

  /// Of the files of this system.
  public init() { system = Linux() }

  init(_ system: any SystemCalls) { self.system = system }

  /// Replaces `file` at its own path, and at its other names, by its edited self: same owner, mode
  /// and attributes. Without an edit nothing is opened for writing.
  ///
  /// - Throws: ``StorageError``; the file is then as it was, unless that says otherwise.
  /// - Returns: what else there is to say of the result.
  public func commit(_ edits: [ByteEdit], to file: DiskFile, _ rules: WritingRules) throws
    -> [Shortcoming]
  {
    guard !edits.isEmpty else {
      let notes = try examine(edits, of: file, to: nil, rules)
      if let target = try? system.realPath(file.path) { sweep([target], rules) }
      return notes
    }
    let (folders, notes) = try claim(file, edits, rules)
    return try notes + write(edits, to: file, folders, rules)
  }

  /// Has `file` for this run alone, opens the folders of its names, and sweeps them.
  func claim(_ file: DiskFile, _ edits: [ByteEdit], _ rules: WritingRules) throws
    -> (folders: [Folder], notes: [Shortcoming])
  {
    let notes = try examine(edits, of: file, to: nil, rules)
    // Of two runs on one file the second ends here, or finds below that the file changed.
    guard try system.lock(file.descriptor, file.path) != .taken else {
      throw StorageError.busy(path: file.path)
    }
    let target = try realPath(of: file)
    let folders = try Folder.all(of: try names(of: file, at: target, rules), system)
    sweep(folders.map(\.file), rules)
    return (folders, notes)
  }

  /// Writes to `file`, which is claimed, or in its place.
  func write(
    _ edits: [ByteEdit], to file: DiskFile, _ folders: [Folder], _ rules: WritingRules
  ) throws -> [Shortcoming] {
    rules.way == .inplace
      ? try writeInPlace(edits, file, folders.map(\.file), folders, rules)
      : try replace(file, by: .edits(edits), folders, rules)
  }

  /// Puts an edited copy of `file` at `output`, replacing what is there; `file` stays as it is.
  ///
  /// - Throws: ``StorageError``; `output` is then as it was.
  /// - Returns: what could not be had; `output` is written all the same.
  public func write(
    _ edits: [ByteEdit], of file: DiskFile, to output: FilePath, _ rules: WritingRules
  ) throws -> [Shortcoming] {
    try write(.edits(edits), of: file, to: output, rules)
  }

  func write(
    _ content: NewContent, of file: DiskFile, to output: FilePath, _ rules: WritingRules
  ) throws -> [Shortcoming] {
    let edits = content.edits
    let notes = try examine(edits, of: file, to: output, rules)
    let folder = try Folder(of: try system.realPath(output) ?? output, system)
    let target = folder.file
    sweep([target], rules)
    let (draft, shortcomings) = try draft(for: target, content, file, .bestEffort, rules) {
      !edits.isEmpty && isSignature($0)
    }
    return try notes + shortcomings
      + discarding(draft) {
        let replaced = try system.exists(target) ? try DiskFile(target, system) : nil
        return try accompanied(edits, file, replacing: replaced, at: [target], rules) {
          try draft.replaceTarget()
          return folder.synchroniseAtLast()
        }
      }
  }

  /// Sweeps where something is about to be made.
  private func sweep(_ targets: [FilePath], _ rules: WritingRules) {
    for path in targets + (rules.undoFile.map { [$0] } ?? []) {
      sweeper.sweep(path.folder, system)
    }
  }

  /// A file with that content and the identity of `file` that has its temporary name.
  private func draft(
    for target: FilePath, _ content: NewContent, _ file: DiskFile, _ rule: IdentityRule,
    _ rules: WritingRules, leavesOut: (String) -> Bool = { _ in false }
  ) throws -> (Draft, [Shortcoming]) {
    try Draft.make(.replacement, for: target, mode: Self.draftMode, system) {
      try fill($0, with: content, of: file, rule, rules, leavesOut: leavesOut)
    }
  }

  /// What only the caller may read or write, until it has the identity of what it replaces.
  static let draftMode: mode_t = 0o600

  /// Gives `draft` its content, and the identity of `file`.
  func fill(
    _ draft: Draft, with content: NewContent, of file: DiskFile, _ rule: IdentityRule,
    _ rules: WritingRules, leavesOut: (String) -> Bool = { _ in false }
  ) throws -> [Shortcoming] {
    let (new, path) = (draft.descriptor, draft.shownPath)
    switch content {
    case .edits(let edits):
      try system.copy(file.descriptor, to: new, byteCount: file.byteCount, path)
      for edit in edits { try system.write(new, edit.bytes, at: edit.offset, path) }
    case .written(let body): try body(NewFile(new, path, system))
    }
    return try giveIdentity(
      of: file, to: new, path, rule, keepsDates: rules.preservesDates, leavesOut: leavesOut)
  }

  /// Puts a new file under each of its names, which are in `folders`.
  func replace(
    _ file: DiskFile, by content: NewContent, _ folders: [Folder], _ rules: WritingRules
  ) throws -> [Shortcoming] {
    let names = folders.map(\.file)
    let (draft, shortcomings) = try draft(for: names[0], content, file, .required, rules)
    return try shortcomings
      + discarding(draft) {
        try accompanied(content.edits, file, replacing: file, at: names, rules) {
          if names.count > 1 {
            for name in names { try checkCurrent(file, at: name) }
            return try replaceGroup(file, draft, names, folders)
          }
          try draft.replaceTarget { () throws(StorageError) in
            try checkCurrent(file, at: names[0])
          }
          return folders.synchroniseAtLast()
        }
      }
  }

  private func replaceGroup(
    _ file: DiskFile, _ draft: Draft, _ names: [FilePath], _ folders: [Folder]
  ) throws -> [Shortcoming] {
    guard let source = draft.path else { preconditionFailure("the new file has a name") }
    let new = try system.status(draft.descriptor, source)
    let journal = GroupJournal(
      old: FileStamp(file.status), new: FileStamp(new), owner: new.st_uid, names: names)
    let placed = try PlacedJournal.place(.group(journal), folders, system)
    do throws(StorageError) {
      try replaceAll(journal, by: draft.descriptor, at: source)
    } catch {
      // What one call refused may be done by another; else the journal stays for the next run.
      let isNew: Bool
      do throws(StorageError) {
        isNew = try settle(journal)
      } catch {
        throw StorageError.halfway(
          path: file.path, journal: OwnName.journal.beside(names[0]), code: error.code)
      }
      guard isNew else {
        placed.remove()
        throw error
      }
    }
    // The first name was somebody else's at the last moment.
    if (try? system.linkStatus(at: source)).map(journal.isNew) == true { draft.discard() }
    // The journal goes when it is no longer needed, even if the power fails.
    let last = folders.synchroniseAtLast()
    placed.remove(isFinal: last.isEmpty)
    return last
  }

  private func writeInPlace(
    _ edits: [ByteEdit], _ file: DiskFile, _ names: [FilePath], _ folders: [Folder],
    _ rules: WritingRules
  ) throws -> [Shortcoming] {
    let target = names[0]
    let open = try openForWriting(target, if: file.isCurrent)
    return try accompanied(edits, file, replacing: file, at: names, rules) {
      try checkCurrent(file, at: target)
      let journal = try journal(of: edits, on: file, names, keepsDates: rules.preservesDates)
      try checkRights(journal, open, target)
      let placed = try PlacedJournal.place(.inPlace(journal), folders, system)
      do throws(StorageError) {
        try writeChanges(of: journal, to: open, target)
      } catch {
        do throws(StorageError) {
          try takeBack(journal, open, target)
        } catch {
          throw StorageError.halfway(
            path: file.path, journal: OwnName.journal.beside(target), code: error.code)
        }
        placed.remove()
        throw error
      }
      placed.remove()
      return folders.synchroniseAtLast()
    }
  }

  /// Makes what goes with an edit, then the edit itself. If that fails, what is of no use without it
  /// is removed again.
  private func accompanied(
    _ edits: [ByteEdit], _ file: DiskFile, replacing replaced: DiskFile?, at targets: [FilePath],
    _ rules: WritingRules, _ write: () throws -> [Shortcoming]
  ) throws -> [Shortcoming] {
    let companions = try Companions(
      of: edits, on: file, replacing: replaced, at: targets, self, rules)
    do {
      return companions.shortcomings + (try write())
    } catch {
      if case StorageError.halfway = error {} else { companions.withdraw() }
      throw error
    }
  }

  /// Does something with a file that is no use if that fails.
  private func discarding<Result>(_ draft: Draft, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch {
      draft.discard()
      throw error
    }
  }

  func checkCurrent(_ file: DiskFile, at path: FilePath) throws(StorageError) {
    guard try file.isCurrent(at: path) else { throw .changedMeanwhile(path: file.path) }
  }

  func realPath(of file: DiskFile) throws(StorageError) -> FilePath {
    guard let path = try system.realPath(file.path) else {
      throw .changedMeanwhile(path: file.path)
    }
    return path
  }
}
