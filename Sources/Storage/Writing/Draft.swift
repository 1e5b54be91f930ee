// A file that is made whole before it gets its name. It has no name at all while it is written
// (O_TMPFILE), where the file system can do that, and a temporary one else; a rename over what is
// there needs the temporary name in any case, for a moment.
//
// Invariant: whoever has a temporary file open for a live run holds its lock. So a temporary file
// whose lock can be had is one that a run left behind when it was killed, and is removed.

internal import Glibc

/// A file that is being made.
final class Draft {
  let descriptor: Descriptor
  /// What it will be called.
  let target: FilePath
  private let system: any SystemCalls
  /// The temporary name; nil while it has none.
  private(set) var path: FilePath?

  /// What errors call it.
  var shownPath: FilePath { path ?? target }

  /// Creates an empty file for `target` under a temporary name; the umask lessens `mode`.
  private init(named target: FilePath, mode: mode_t, _ system: any SystemCalls)
    throws(StorageError)
  {
    self.target = target
    self.system = system
    (descriptor, path) = try system.takingTemporaryName(beside: target) {
      name throws(StorageError) in
      let named = try system.open(name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, mode: mode)
      // Another run may have taken it for a stale one before it was locked.
      do throws(StorageError) {
        guard try system.lock(named, name) != .taken,
          let status = try system.linkStatus(at: name),
          status.isSameFile(as: try system.status(named, name))
        else { return nil }
      } catch {
        try? system.unlink(name)
        throw error
      }
      return (named, name)
    }
  }

  /// What comes of a file.
  enum Purpose {
    /// It gets its temporary name, from which it is renamed over what is there.
    case replacement
    /// It gets its own name at once, which nothing must have.
    case newFile
  }

  /// Makes a file for `target`, has `fill` write it, makes it durable, and names it.
  ///
  /// - Throws: ``StorageError/exists(path:)`` if something is where a new file is to be.
  static func make<Result>(
    _ purpose: Purpose, for target: FilePath, mode: mode_t, _ system: any SystemCalls,
    _ fill: (Draft) throws -> Result
  ) throws -> (Draft, Result) {
    var mayBeUnnamed = true
    while true {
      let unnamed = mayBeUnnamed ? try unnamed(for: target, mode: mode, system) : nil
      let draft = try unnamed ?? Draft(named: target, mode: mode, system)
      do {
        let result = try fill(draft)
        try draft.synchronise()
        let isNamed =
          switch purpose {
          case .replacement: try draft.giveTemporaryName()
          case .newFile: try draft.placeNew()
          }
        if isNamed { return (draft, result) }
        // Not every kernel lets everybody name a file that has no name.
        mayBeUnnamed = false
      } catch {
        draft.discard()
        throw error
      }
    }
  }

  /// An empty file for `target` without a name; nil where there are no such files.
  static func unnamed(
    for target: FilePath, mode: mode_t, _ system: any SystemCalls
  ) throws(StorageError) -> Draft? {
    guard let descriptor = try system.openUnnamed(in: target.folder, mode: mode) else { return nil }
    return try Draft(descriptor, for: target, system)
  }

  /// The file without a name that is open as `descriptor`.
  private init(_ descriptor: Descriptor, for target: FilePath, _ system: any SystemCalls)
    throws(StorageError)
  {
    (self.descriptor, self.target, self.system) = (descriptor, target, system)
    // Nobody else can have it open.
    _ = try system.lock(descriptor, target)
  }

  /// Makes the content durable.
  func synchronise() throws(StorageError) { try system.synchronise(descriptor, shownPath) }

  /// Gives a file without a name its temporary one. False if that cannot be done here.
  func giveTemporaryName() throws(StorageError) -> Bool {
    if path != nil { return true }
    do throws(StorageError) {
      path = try system.takingTemporaryName(beside: target) { name throws(StorageError) in
        try system.link(descriptor, to: name)
        return name
      }
      return true
    } catch {
      guard cannotLinkByDescriptor(error.code) else { throw error }
      return false
    }
  }

  /// Puts the file, which has its temporary name, in the place of whatever has the target's, if that
  /// is fit to be replaced at the last moment.
  func replaceTarget(if check: () throws(StorageError) -> Void = {}) throws(StorageError) {
    guard let path else { preconditionFailure("only what has a name is renamed") }
    do throws(StorageError) {
      try system.check(descriptor, is: path)
      try check()
      try system.replace(target, by: path)
      self.path = nil
    } catch {
      discard()
      throw error
    }
  }

  /// Puts the file at the target, where there must be nothing. False if that cannot be done here.
  private func placeNew() throws(StorageError) -> Bool {
    do throws(StorageError) {
      if let path {
        try rename(path, toNew: target)
        self.path = nil
      } else {
        try system.link(descriptor, to: target)
      }
      return true
    } catch {
      if error.code == EEXIST { throw .exists(path: target) }
      guard path == nil, cannotLinkByDescriptor(error.code) else { throw error }
      return false
    }
  }

  /// A rename that never replaces what is there; by a link where the file system knows no such
  /// rename.
  private func rename(_ from: FilePath, toNew path: FilePath) throws(StorageError) {
    do throws(StorageError) {
      try system.renameWithoutReplacing(from, to: path)
    } catch {
      guard error.code == EINVAL || error.code == ENOSYS else { throw error }
      try system.link(from, to: path)
      // The new file is there; another name of it beside it does no harm.
      try? system.unlink(from)
    }
  }

  /// Removes the temporary name, if there is one still.
  func discard() {
    guard let path else { return }
    try? system.unlink(path)
    self.path = nil
  }
}

/// Whether the kernel does not name open files here, for all that `code` tells.
private func cannotLinkByDescriptor(_ code: Int32) -> Bool {
  [ENOENT, EPERM, EACCES, EOPNOTSUPP].contains(code)
}

extension SystemCalls {
  /// Gives the open `file`, which has the name `known`, another.
  ///
  /// - Throws: ``StorageError/changedMeanwhile(path:)`` if another file has one of them by now.
  func link(_ file: Descriptor, called known: FilePath, to path: FilePath) throws(StorageError) {
    do throws(StorageError) {
      try link(file, to: path)
    } catch {
      guard cannotLinkByDescriptor(error.code) else { throw error }
      try link(known, to: path)
    }
    do throws(StorageError) {
      try check(file, is: path)
    } catch {
      try? unlink(path)
      throw error
    }
  }

  /// Finds that `path` is a name of the open `file`: somebody else may write to its folder.
  func check(_ file: Descriptor, is path: FilePath) throws(StorageError) {
    guard let there = try linkStatus(at: path), there.isSameFile(as: try status(file, path)) else {
      throw .changedMeanwhile(path: path)
    }
  }

  /// Renames `new` to `path`, whatever has that name.
  ///
  /// - Throws: ``StorageError/mountPoint(path:)`` where only the rename tells, in kernels before 5.8.
  func replace(_ path: FilePath, by new: FilePath) throws(StorageError) {
    do throws(StorageError) {
      try rename(new, to: path)
    } catch {
      throw error.code == EBUSY ? .mountPoint(path: path) : error
    }
  }

  /// Has `make` make something of the temporary name beside `target`. What a killed run left there
  /// goes. Whatever else is there stays, since anybody could have foreseen the name, and another is
  /// taken, by which a next run's sweep knows it as well.
  ///
  /// - Parameter make: throws EEXIST if something has the name; gives nil if it was lost again.
  /// - Throws: ``StorageError/busy(path:)`` if another run is making a file for `target`.
  func takingTemporaryName<Result>(
    beside target: FilePath, _ make: (FilePath) throws(StorageError) -> Result?
  ) throws(StorageError) -> Result {
    var name = OwnName.temporary.beside(target)
    for _ in 0..<patience {
      do throws(StorageError) {
        if let result = try make(name) { return result }
      } catch {
        guard error.code == EEXIST else { throw error }
        if try !removeStale(name) { name = OwnName.temporary.atRandom(beside: target) }
      }
    }
    throw .busy(path: target)
  }

  /// Removes a temporary file that no live run has.
  ///
  /// - Returns: whether the name is free; not if no run of the caller's can have made what is there,
  ///   or if it cannot be removed.
  /// - Throws: ``StorageError/busy(path:)`` if a live run of the caller's has it.
  @discardableResult
  func removeStale(_ path: FilePath) throws(StorageError) -> Bool {
    guard let there = try linkStatus(at: path) else { return true }
    guard there.st_mode & S_IFMT == S_IFREG else { return false }
    do throws(StorageError) {
      guard let file = try openOwn(path, O_RDONLY) else { return true }
      let status = try status(file, path)
      guard status.st_mode & S_IFMT == S_IFREG else { return false }
      switch try lock(file, path) {
      case .held: break
      case .unsupported: return false
      case .taken:
        // Anybody may hold a lock on a file of their own.
        if status.st_uid == caller().user { throw .busy(path: path) }
        return false
      }
      if let now = try linkStatus(at: path), now.isSameFile(as: status) { try unlink(path) }
      return true
    } catch {
      guard [EACCES, EPERM, ELOOP, ENXIO, EWOULDBLOCK].contains(error.code) else { throw error }
      return false
    }
  }
}

/// How often a name is tried for that others take and leave.
private let patience = 16
