// What a run that was killed left in the middle, brought to an end by the next run on the file.

internal import Glibc

/// What was done about an interrupted run.
public enum Recovery: Sendable, Equatable {
  /// Its edit is complete now.
  case finished
  /// The file is as it was before it.
  case takenBack
  /// One of these, but setuid and setgid bits and capabilities, which the edit took away, were not
  /// given back: owner or content are not what they were.
  case withoutPrivileges
}

extension FileStore {
  /// Finishes the edit that a killed run left in the middle of the file at `path`, or takes it back.
  ///
  /// - Returns: which; nil if there was none.
  /// - Throws: ``StorageError``.
  public func recover(_ path: FilePath) throws -> Recovery? {
    guard let real = try system.realPath(path) else { return nil }
    let target = try system.lookingUp(real)
    guard let (placed, journal) = try PlacedJournal.find(beside: target, system) else {
      return nil
    }
    switch journal {
    case .group(let group):
      let isNew = try settle(group)
      let isFinal = group.names.allSatisfy {
        (try? Folder(of: $0, system).synchronise()) != nil
      }
      placed.remove(isFinal: isFinal)
      return isNew ? .finished : .takenBack
    case .inPlace(let edit):
      let recovery = try settle(edit)
      placed.remove()
      return recovery
    }
  }

  /// Whether a killed run left a journal beside `path`, be it one that has nothing left to say.
  ///
  /// - Throws: ``StorageError``.
  public func hasJournal(beside path: FilePath) throws(StorageError) -> Bool {
    guard let target = try system.realPath(path) else { return false }
    return try system.linkStatus(at: OwnName.journal.beside(target))?.isOwn ?? false
  }

  /// What tells the journal that a killed run left beside `path` from every other, if there is one:
  /// the names of one file, some of them replaced, have the same.
  ///
  /// - Throws: ``StorageError``.
  public func interruption(at path: FilePath) throws(StorageError) -> (
    device: UInt64, inode: UInt64
  )? {
    guard let target = try system.realPath(path),
      let status = try system.linkStatus(at: OwnName.journal.beside(target)), status.isOwn,
      status.st_size > 0
    else { return nil }
    return (UInt64(status.st_dev), UInt64(status.st_ino))
  }

  /// Refuses a file that was left in the middle of an edit, for those who write nothing.
  ///
  /// - Throws: ``StorageError/interrupted(path:)``, or what the next run that writes would.
  public func checkUninterrupted(_ path: FilePath) throws {
    guard let target = try system.realPath(path),
      try PlacedJournal.isThere(beside: target, system)
    else { return }
    throw StorageError.interrupted(path: path)
  }
}
