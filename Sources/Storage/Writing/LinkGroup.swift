// A file with several names. A rename replaces one name and would part it from the others, so all
// of them are replaced, one after the other, and a journal tells the next run where this one was if
// it is killed between two. At every moment each name is the old file or the new one, whole.

internal import CSystem
internal import ELFModel
internal import Glibc

extension FileStore {
  /// The names of `file`, the one at `target` first.
  ///
  /// - Throws: ``StorageError/hardLinked(path:links:named:)`` if not all are known, unless the file
  ///   is written into and keeps them.
  func names(of file: DiskFile, at target: FilePath, _ rules: WritingRules) throws(StorageError)
    -> [FilePath]
  {
    guard file.linkCount > 1 else { return [target] }
    var names: [FilePath] = []
    var known: Set<[UInt8]> = []
    for path in [target] + rules.names {
      guard let real = try system.realPath(path), let status = try system.linkStatus(at: real),
        status.isSameFile(as: file.status), let folder = try system.status(at: real.folder)
      else { continue }
      // The same folder may have several paths: it may be mounted twice.
      let key = Array("\(folder.st_dev) \(folder.st_ino) ".utf8) + real.lastComponent
      if known.insert(key).inserted { names.append(real) }
    }
    guard names.count == file.linkCount || rules.way == .inplace else {
      throw .hardLinked(path: file.path, links: file.linkCount, named: names.count)
    }
    return names
  }

  /// Makes every one of the journal's names a name of the new file, which is open and called
  /// `source`: that is the temporary name of the first of them, or one of them. One of the folders may
  /// be another user's, who puts there what they please: nothing is linked or renamed but the open
  /// file.
  ///
  /// Every link is made before the first rename: a disk that is full is found while all is old.
  func replaceAll(_ journal: GroupJournal, by new: Descriptor, at source: FilePath)
    throws(StorageError)
  {
    var old: [FilePath] = []
    for name in journal.names where try state(of: name, journal) == .old { old.append(name) }
    let isTemporary = !journal.names.contains(source)
    let temporaries = try old.map { name throws(StorageError) in
      if isTemporary, name == journal.names.first { return source }
      let left = OwnName.temporary.beside(name)
      if try system.linkStatus(at: left).map(journal.isNew) == true { return left }
      return try system.takingTemporaryName(beside: name) { temporary throws(StorageError) in
        try system.link(new, called: source, to: temporary)
        return temporary
      }
    }
    for (name, temporary) in zip(old, temporaries) {
      try system.check(new, is: temporary)
      try system.replace(name, by: temporary)
    }
  }

  /// Brings a group to an end that was left in the middle: if one name is new, the others become so;
  /// if none is, all stay old.
  ///
  /// - Returns: whether the names are new.
  func settle(_ journal: GroupJournal) throws(StorageError) -> Bool {
    var newName: FilePath?
    for name in journal.names where try state(of: name, journal) == .new { newName = name }
    if let newName {
      let new = try system.open(newName, csystem_path_only_flag() | O_NOFOLLOW)
      guard journal.isNew(try system.status(new, newName)) else {
        throw .changedMeanwhile(path: newName)
      }
      try replaceAll(journal, by: new, at: newName)
    }
    for name in journal.names {
      let temporary = OwnName.temporary.beside(name)
      if try system.linkStatus(at: temporary).map(journal.isNew) == true {
        try system.unlink(temporary)
      }
      // Those that had to be taken at random.
      for other in (try? system.entryNames(of: name.folder)) ?? []
      where OwnName.temporary.fits(other) {
        let path = name.folder.appending(other)
        if (try? system.linkStatus(at: path)).map(journal.isNew) == true {
          try? system.unlink(path)
        }
      }
    }
    return newName != nil
  }

  private enum NameState {
    case old
    case new
    /// Somebody else has put a file there, or removed it.
    case foreign
  }

  private func state(of name: FilePath, _ journal: GroupJournal) throws(StorageError) -> NameState {
    guard let status = try system.linkStatus(at: name) else { return .foreign }
    if journal.isNew(status) { return .new }
    return FileStamp(status) == journal.old ? .old : .foreign
  }
}

extension GroupJournal {
  /// Whether `status` is of the new file. Whoever removed it may have got its inode number for a file
  /// of their own, but not its owner with that.
  func isNew(_ status: stat) -> Bool { FileStamp(status) == new && status.st_uid == owner }
}
