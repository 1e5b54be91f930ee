// An edit that is complete but for two things: that it survives a power failure, and its name. Whoever
// edits many files has them wait for each other there, so that one call makes all of them durable, and
// not one for each.

public import ELFModel
internal import Glibc
internal import Synchronization

/// A new file that only needs to take the place of the old one.
public final class PreparedCommit: Sendable {
  private let store: FileStore
  private let file: DiskFile
  private let edits: [ByteEdit]
  private let rules: WritingRules
  private let folder: Folder
  private let draft: Mutex<Draft>
  /// What there was to say before it was made, and of it.
  private let (notes, shortcomings): ([Shortcoming], [Shortcoming])
  /// `st_dev`: which file system it is on.
  public let fileSystem: UInt64

  /// Prepares `edits` to `file`, which is claimed and whose name is in `folder`; nil where there are no
  /// files without a name.
  fileprivate init?(
    _ store: FileStore, _ edits: [ByteEdit], to file: DiskFile, in folder: Folder,
    _ rules: WritingRules, saying notes: [Shortcoming]
  ) throws {
    let target = folder.file
    guard
      let draft = try Draft.unnamed(for: target, mode: FileStore.draftMode, store.system)
    else { return nil }
    (self.store, self.file, self.edits, self.rules) = (store, file, edits, rules)
    (self.folder, self.notes) = (folder, notes)
    shortcomings = try store.fill(draft, with: .edits(edits), of: file, .required, rules)
    fileSystem = UInt64(try store.system.status(draft.descriptor, target).st_dev)
    self.draft = Mutex(draft)
  }

  /// Makes everything durable that was written to the file system by now, names included.
  ///
  /// - Throws: ``StorageError``.
  public func synchroniseFileSystem() throws {
    try draft.withLock { try store.system.synchroniseFileSystem($0.descriptor, folder.file) }
  }

  /// Puts the new file in the place of the old one. That survives a power failure once the file system
  /// was synchronised again.
  ///
  /// - Parameter isDurable: whether the file system was synchronised since the file was prepared.
  /// - Throws: ``StorageError``; the file is then as it was.
  /// - Returns: what else there is to say of the result.
  public func finish(isDurable: Bool) throws -> [Shortcoming] {
    try draft.withLock { draft in
      do {
        if !isDurable { try draft.synchronise() }
        // Not every kernel lets everybody name a file that has no name.
        guard try draft.giveTemporaryName() else {
          return try notes + store.write(edits, to: file, [folder], rules)
        }
        try draft.replaceTarget { () throws(StorageError) in
          try store.checkCurrent(file, at: folder.file)
        }
        return notes + shortcomings
      } catch {
        draft.discard()
        throw error
      }
    }
  }

  /// How many bytes wait with it, on the disk or in memory.
  public var byteCount: Int { edits.reduce(file.byteCount) { $0 + $1.bytes.count } }

  /// Makes the folder durable; for when the file system could not be synchronised at the end.
  public func synchroniseFolder() -> [Shortcoming] { folder.synchroniseAtLast() }
}

/// What comes of preparing an edit.
public enum Preparation: Sendable {
  /// It is written.
  case written([Shortcoming])
  /// It waits.
  case prepared(PreparedCommit)
}

extension FileStore {
  /// As ``commit(_:to:_:)``, but stops before the new file has a name where that can be: not if other
  /// names, backups or records go with the edit, and not where files cannot be without a name or where
  /// nobody tells what could not be made durable.
  ///
  /// - Throws: ``StorageError``; the file is then as it was, unless that says otherwise.
  public func prepare(_ edits: [ByteEdit], to file: DiskFile, _ rules: WritingRules) throws
    -> Preparation
  {
    guard !edits.isEmpty, rules.backup == nil, rules.undoFile == nil, rules.way != .inplace,
      file.linkCount == 1, system.reportsFailedSynchronisation(file.descriptor)
    else { return .written(try commit(edits, to: file, rules)) }
    let (folders, notes) = try claim(file, edits, rules)
    guard folders.count == 1,
      let prepared = try PreparedCommit(self, edits, to: file, in: folders[0], rules, saying: notes)
    else { return .written(try notes + write(edits, to: file, folders, rules)) }
    return .prepared(prepared)
  }
}
