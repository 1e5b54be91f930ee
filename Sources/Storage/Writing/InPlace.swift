// Writing into a file: for one whose other names are not known, or whose inode must stay. Between
// the first byte and the last the file is neither old nor new, so the journal holds both, and the
// next run on the file finishes what a killed one began, or takes it back.

internal import ELFModel
internal import Glibc

extension FileStore {
  /// Opens the file at `target` for writing into it. What is opened is looked at, since the path may
  /// lead elsewhere by now: only what `isExpected` is written into.
  ///
  /// - Throws: ``StorageError/executing(path:)`` for a running program.
  func openForWriting(_ target: FilePath, if isExpected: (stat) -> Bool) throws(StorageError)
    -> Descriptor
  {
    let file: Descriptor
    do throws(StorageError) {
      file = try system.open(target, O_RDWR | O_NOFOLLOW | O_NONBLOCK)
    } catch {
      throw error.code == ETXTBSY ? .executing(path: target) : error
    }
    guard isExpected(try system.status(file, target)) else {
      throw .changedMeanwhile(path: target)
    }
    return file
  }

  /// The journal of `edits`, about to be written into `file`.
  func journal(
    of edits: [ByteEdit], on file: DiskFile, _ names: [FilePath], keepsDates: Bool
  ) throws -> InPlaceJournal {
    let status = file.status
    let capability = try capability(of: file.descriptor, file.path)
    let isPrivileged = status.st_mode & 0o6000 != 0 || capability != nil
    return InPlaceJournal(
      device: Int(truncatingIfNeeded: status.st_dev),
      inode: Int(truncatingIfNeeded: status.st_ino), size: file.byteCount, owner: status.st_uid,
      group: status.st_gid, mode: status.st_mode & 0o7777, accessed: status.st_atim.total,
      modified: status.st_mtim.total, keepsDates: keepsDates, capability: capability,
      content: isPrivileged ? try Digest(of: file) : nil, names: names,
      changes: try edits.sorted { $0.offset < $1.offset }.map { edit in
        .init(offset: edit.offset, old: try file.bytes(in: edit.range), new: edit.bytes)
      })
  }

  /// Writes the new bytes, and reads them back.
  func writeChanges(of journal: InPlaceJournal, to file: Descriptor, _ path: FilePath)
    throws(StorageError)
  {
    guard try lasts(journal.changes.map { ($0.offset, $0.new) }, in: file, path) else {
      throw .readBackDiffers(path: path)
    }
    try finish(journal, file, path)
  }

  /// Puts the old bytes back.
  func takeBack(
    _ journal: InPlaceJournal, _ file: Descriptor, _ path: FilePath, privileged: Bool = true
  ) throws(StorageError) {
    guard try lasts(journal.changes.map { ($0.offset, $0.old) }, in: file, path) else {
      throw .system(call: "pwrite", path: path, code: EIO)
    }
    if privileged { try restorePrivileges(journal, file, path) }
    do throws(StorageError) {
      try setTimes(of: journal, file, path)
    } catch {
      // Only an owner sets times; whoever else may write to the file leaves it whole, but touched.
      guard error.code == EPERM else { throw error }
    }
    try system.synchronise(file, path)
  }

  /// Writes `runs`, and tells whether they read the same from the disk.
  private func lasts(
    _ runs: [(offset: Int, bytes: [UInt8])], in file: Descriptor, _ path: FilePath
  ) throws(StorageError) -> Bool {
    for run in runs { try system.write(file, run.bytes, at: run.offset, path) }
    try system.synchronise(file, path)
    system.dropCache(file)
    for run in runs {
      let range = run.offset..<(run.offset + run.bytes.count)
      guard try system.read(file, range, path) == run.bytes else { return false }
    }
    return true
  }

  /// Gives the file, whose bytes are all new, what writing took from it.
  func finish(
    _ journal: InPlaceJournal, _ file: Descriptor, _ path: FilePath, privileged: Bool = true
  ) throws(StorageError) {
    if privileged { try restorePrivileges(journal, file, path) }
    if journal.keepsDates { try setTimes(of: journal, file, path) }
    try system.synchronise(file, path)
  }

  /// Brings an edit to an end that was left in the middle.
  ///
  /// - Returns: how; nil if other files have all its names now.
  /// - Throws: ``StorageError/changedMeanwhile(path:)`` if what stands there is neither old nor new.
  func settle(_ journal: InPlaceJournal) throws -> Recovery? {
    for target in journal.names {
      guard let status = try system.linkStatus(at: target), journal.isAbout(status) else {
        continue
      }
      let file = try openForWriting(target, if: journal.isAbout)
      guard let progress = try progress(of: journal, file, target) else {
        throw StorageError.changedMeanwhile(path: target)
      }
      let privileged = try hasKeptPrivileges(journal, file, target)
      switch progress {
      case .allNew: try finish(journal, file, target, privileged: privileged)
      case .partial: try takeBack(journal, file, target, privileged: privileged)
      }
      if journal.isPrivileged, !privileged { return .withoutPrivileges }
      return progress == .allNew ? .finished : .takenBack
    }
    return nil
  }

  /// Whether the file, with its old bytes, would be the one that had the privileges of the journal:
  /// a journal may have been hidden until somebody took them away, or put another content there.
  private func hasKeptPrivileges(
    _ journal: InPlaceJournal, _ file: Descriptor, _ path: FilePath
  ) throws -> Bool {
    guard journal.isPrivileged, let content = journal.content else { return false }
    let there = try DiskFile(path, file, system)
    // Writing clears no other bits.
    guard there.status.st_uid == journal.owner, there.status.st_gid == journal.group,
      there.status.st_mode & 0o1777 == journal.mode & 0o1777
    else { return false }
    let old = journal.changes.map { ByteEdit(offset: $0.offset, bytes: $0.old) }
    return try Digest(of: EditedSource(there, edits: old)) == content
  }

  private enum Progress {
    case allNew
    case partial
  }

  /// How much of the new bytes is there; nil if there are bytes that are neither old nor new.
  private func progress(of journal: InPlaceJournal, _ file: Descriptor, _ path: FilePath)
    throws(StorageError) -> Progress?
  {
    var isAllNew = true
    for change in journal.changes {
      let range = change.offset..<(change.offset + change.new.count)
      let bytes = try system.read(file, range, path)
      if bytes == change.new { continue }
      isAllNew = false
      for (index, byte) in bytes.enumerated()
      where byte != change.old[index] && byte != change.new[index] { return nil }
    }
    return isAllNew ? .allNew : .partial
  }

  /// Finds out, before anything is written, whether what writing takes away may be given back: by
  /// giving what is there still.
  func checkRights(_ journal: InPlaceJournal, _ file: Descriptor, _ path: FilePath)
    throws(StorageError)
  {
    try restorePrivileges(journal, file, path)
    guard journal.keepsDates else { return }
    do throws(StorageError) {
      try setTimes(of: journal, file, path)
    } catch {
      throw error.code == EPERM ? .identityLost(path: path, what: "times", code: EPERM) : error
    }
  }

  /// Sets what writing may have cleared: the setuid and setgid bits, and file capabilities.
  private func restorePrivileges(_ journal: InPlaceJournal, _ file: Descriptor, _ path: FilePath)
    throws(StorageError)
  {
    do throws(StorageError) {
      if journal.mode & 0o6000 != 0 {
        try system.setMode(file, journal.mode, path)
        guard try system.status(file, path).st_mode & 0o7777 == journal.mode else {
          throw .identityLost(path: path, what: "mode", code: EPERM)
        }
      }
      if let capability = journal.capability {
        try system.setAttribute(file, capabilityName, capability, path)
      }
    } catch {
      guard case .system(_, _, EPERM) = error else { throw error }
      throw .identityLost(path: path, what: "privileges", code: EPERM)
    }
  }

  private func setTimes(of journal: InPlaceJournal, _ file: Descriptor, _ path: FilePath)
    throws(StorageError)
  {
    try system.setTimes(
      file, access: timespec(total: journal.accessed), change: timespec(total: journal.modified),
      path)
  }

  private func capability(of file: Descriptor, _ path: FilePath) throws(StorageError) -> [UInt8]? {
    try system.attributeNames(file, path).contains(capabilityName)
      ? try system.attribute(file, capabilityName, path) : nil
  }
}

extension InPlaceJournal {
  /// Whether the file has rights that writing takes from it.
  fileprivate var isPrivileged: Bool { mode & 0o6000 != 0 || capability != nil }

  /// Whether `status` is of the file that was written into.
  fileprivate func isAbout(_ status: stat) -> Bool {
    Int(truncatingIfNeeded: status.st_dev) == device
      && Int(truncatingIfNeeded: status.st_ino) == inode && Int(status.st_size) == size
  }
}

private let capabilityName = "security.capability".utf8.map { CChar(bitPattern: $0) } + [0]

extension timespec {
  /// The time that many nanoseconds after 1970.
  init(total: Int) {
    let (seconds, rest) = total.quotientAndRemainder(dividingBy: 1_000_000_000)
    self.init(
      tv_sec: rest < 0 ? seconds - 1 : seconds, tv_nsec: rest < 0 ? rest + 1_000_000_000 : rest)
  }
}
