// What is written beside a file before it is edited: the record for an undo, and backups. They come
// first, so that a file which was edited can always be restored; if the edit then fails, those that
// are new are removed again.

internal import ELFModel
internal import Glibc

/// Files that were made for the sake of an edit.
struct Companions {
  private var made: [FilePath] = []
  private let system: any SystemCalls
  /// What backups could not be given.
  private(set) var shortcomings: [Shortcoming] = []

  /// Makes what `rules` ask for.
  ///
  /// - Parameters:
  ///   - file: what `edits` are made to.
  ///   - replaced: what is at each of `targets` before.
  init(
    of edits: [ByteEdit], on file: DiskFile, replacing replaced: DiskFile?, at targets: [FilePath],
    _ store: FileStore, _ rules: WritingRules
  ) throws {
    system = store.system
    do {
      if let path = rules.undoFile, !edits.isEmpty {
        let record = try UndoRecord(of: edits, on: file).bytes
        let folder = try Folder(of: path, system)
        if try store.create(folder.file, record, asReadableAs: file) { made.append(folder.file) }
      }
      if let backup = rules.backup, let replaced {
        for target in targets {
          let (path, isNew, lost) = try store.makeBackup(
            backup, of: replaced, at: target, rules)
          shortcomings += lost
          if isNew { made.append(path) }
        }
      }
    } catch {
      withdraw()
      throw error
    }
  }

  /// Removes what is no use without the edit.
  func withdraw() {
    for path in made.reversed() { try? system.unlink(path) }
  }
}

extension FileStore {
  /// Creates a new file at `path` with `bytes`, whole or not at all, and no more readable than
  /// `model` is: an access control list, or the bits of a group that may be another, say who may not.
  ///
  /// - Returns: whether it is new; a run that was killed may have left the very same.
  /// - Throws: ``StorageError/exists(path:)`` if something else has that path already.
  func create(_ path: FilePath, _ bytes: [UInt8], asReadableAs model: DiskFile) throws -> Bool {
    let folder = try Folder(of: path, system)
    let isForAll =
      try model.status.st_mode & 0o044 == 0o044
      && !attributes(of: model).contains("system.posix_acl_access")
    let mode: mode_t = isForAll ? 0o644 : 0o600
    do {
      _ = try Draft.make(.newFile, for: path, mode: mode, system) {
        try removeInherited(from: $0.descriptor, path)
        try system.write($0.descriptor, bytes, at: 0, path)
      }
    } catch StorageError.exists {
      guard try hasContent(path, bytes) else { throw StorageError.exists(path: path) }
      return false
    }
    do {
      try folder.synchronise()
    } catch {
      // An edit without a record that lasts cannot be undone.
      try? system.unlink(folder.file)
      throw error
    }
    return true
  }

  /// Whether `path` is a regular file with that content, which nobody else can have put there, or
  /// can change: an undo will write what it says.
  func hasContent(_ path: FilePath, _ bytes: [UInt8]) throws(StorageError) -> Bool {
    guard let file = try? system.openOwn(path, O_RDONLY) else { return false }
    let status = try system.status(file, path)
    guard status.isOwn, status.st_size == bytes.count else { return false }
    return try system.read(file, 0..<bytes.count, path) == bytes
  }

  /// Copies `file`, which is at `target`, to its backup; with its owner, its attributes and its
  /// times, since the backup stands for what was there.
  ///
  /// - Returns: the backup, whether nothing had its name before, and what it could not be given.
  fileprivate func makeBackup(
    _ backup: Backup, of file: DiskFile, at target: FilePath, _ rules: WritingRules
  ) throws -> (FilePath, isNew: Bool, [Shortcoming]) {
    while true {
      let (path, replaces) = try backup.path(for: target, system)
      let present = try checkBackup(path, replaces: replaces, of: file, rules)
      let folder = try Folder(of: path, system)
      do {
        let (draft, shortcomings) = try Draft.make(
          replaces ? .replacement : .newFile, for: path, mode: 0o600, system
        ) { draft in
          try system.copy(
            file.descriptor, to: draft.descriptor, byteCount: file.byteCount, draft.shownPath)
          return try giveIdentity(
            of: file, to: draft.descriptor, draft.shownPath, .bestEffort, keepsDates: true)
        }
        if replaces { try draft.replaceTarget() }
        return (path, present == nil, shortcomings + folder.synchroniseAtLast())
      } catch StorageError.exists {
        // Another run took the number.
        continue
      }
    }
  }

  /// Refuses a place for a backup where it would destroy what it is to keep, or what the run is
  /// given or makes beside it; or where no file is.
  ///
  /// - Returns: what is there.
  @discardableResult
  func checkBackup(
    _ path: FilePath, replaces: Bool, of file: DiskFile, _ rules: WritingRules
  ) throws(StorageError) -> stat? {
    let present = try system.linkStatus(at: path)
    if let present, replaces {
      if present.isSameFile(as: file.status) { throw .backupIsFile(path: path) }
      if present.st_mode & S_IFMT == S_IFDIR { throw .notRegular(path: path) }
      // Of a symbolic link, the link is replaced.
      if present.st_mode & S_IFMT == S_IFREG { try refuse(try system.seals(of: path), of: path) }
      try checkReplaceable(path, present)
    }
    var needed = rules.inputs
    if let undoFile = rules.undoFile { needed.insert(undoFile) }
    if needed.have(present)
      || needed.namedLike(path).contains(where: { (try? system.isSamePlace(path, $0)) == true })
    {
      throw .backupIsNeeded(path: path)
    }
    return present
  }
}
