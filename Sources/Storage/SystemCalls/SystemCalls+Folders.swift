// Calls about names: what is in a folder, and what becomes of it.

internal import CSystem
internal import Glibc

extension SystemCalls {
  /// fdopendir(3) and readdir(3): the names in a folder, but for `.` and `..`, in no order.
  func entryNames(of folder: FilePath) throws(StorageError) -> [[UInt8]] {
    let number = try retrying("opendir", folder) {
      unsafe folder.lookUp { unsafe openat($0, $1, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
    }
    var opened = unsafe fdopendir(number)
    while unsafe opened == nil, errno == EINTR { unsafe opened = fdopendir(number) }
    guard let stream = unsafe opened else {
      let code = errno
      close(number)
      throw .system(call: "opendir", path: folder, code: code)
    }
    defer { unsafe closedir(stream) }
    var names: [[UInt8]] = []
    while true {
      errno = 0
      guard let entry = unsafe readdir(stream) else {
        if errno == EINTR { continue }
        guard errno == 0 else { throw .system(call: "readdir", path: folder, code: errno) }
        return names
      }
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { field in
        unsafe Array(field.prefix { $0 != 0 })
      }
      if name != Array(".".utf8), name != Array("..".utf8) { names.append(name) }
    }
  }

  /// faccessat(2) for making, replacing and synchronising files in the folder at `path`.
  func mayWrite(in path: FilePath) throws(StorageError) {
    do throws(StorageError) {
      try retrying("access", path) {
        unsafe path.lookUp { unsafe faccessat($0, $1, R_OK | W_OK | X_OK, 0) }
      }
    } catch {
      throw .unusableFolder(path: path, code: error.code)
    }
  }

  /// realpath(3): the path without symbolic links; nil if nothing has it.
  func realPath(_ path: FilePath) throws(StorageError) -> FilePath? {
    while true {
      guard let resolved = unsafe path.withCString({ unsafe realpath($0, nil) }) else {
        let code = errno
        if code == EINTR { continue }
        if code == ENOENT { return nil }
        throw .system(call: "realpath", path: path, code: code)
      }
      defer { unsafe free(resolved) }
      let length = unsafe strlen(resolved)
      return FilePath(
        unsafe UnsafeBufferPointer(start: resolved, count: length).map { UInt8(bitPattern: $0) })
    }
  }

  /// readlink(2): where a symbolic link points; nil if the path names something else.
  func linkTarget(_ path: FilePath) throws(StorageError) -> [UInt8]? {
    var code: Int32 = 0
    let target = unsafe [UInt8](unsafeUninitializedCapacity: Int(PATH_MAX)) { buffer, count in
      var got = 0
      repeat {
        got = unsafe path.withCString { path in
          unsafe buffer.withMemoryRebound(to: CChar.self) {
            unsafe readlink(path, $0.baseAddress.unsafelyUnwrapped, $0.count)
          }
        }
        code = got < 0 ? errno : 0
      } while code == EINTR
      count = max(0, got)
    }
    if code == EINVAL { return nil }
    guard code == 0 else { throw .system(call: "readlink", path: path, code: code) }
    return target
  }

  /// renameat(2).
  func rename(_ from: FilePath, to: FilePath) throws(StorageError) {
    try retrying("rename", to) {
      unsafe from.lookUp { folder, from in
        unsafe to.lookUp { unsafe renameat(folder, from, $0, $1) }
      }
    }
  }

  /// renameat2(2) with RENAME_NOREPLACE.
  func renameWithoutReplacing(_ from: FilePath, to: FilePath) throws(StorageError) {
    try retrying("renameat2", to) {
      unsafe from.lookUp { folder, from in
        unsafe to.lookUp { unsafe csystem_rename_noreplace(folder, from, $0, $1) }
      }
    }
  }

  /// linkat(2).
  func link(_ from: FilePath, to: FilePath) throws(StorageError) {
    try retrying("link", to) {
      unsafe from.lookUp { folder, from in
        unsafe to.lookUp { unsafe linkat(folder, from, $0, $1, 0) }
      }
    }
  }

  /// linkat(2): a name for an open file, which may have none.
  func link(_ file: Descriptor, to path: FilePath) throws(StorageError) {
    try retrying("linkat", path) {
      unsafe path.lookUp { unsafe csystem_link_descriptor(file.number, $0, $1) }
    }
  }

  /// unlinkat(2).
  func unlink(_ path: FilePath) throws(StorageError) {
    try retrying("unlink", path) { unsafe path.lookUp { unsafe unlinkat($0, $1, 0) } }
  }
}

// Folders of a run's own: nothing in them is anybody else's, so that no test stands in for these.
extension SystemCalls {
  /// mkdtemp(3): a new folder that only the caller can enter, whose name begins with `prefix`.
  func makeTemporaryFolder(_ prefix: FilePath) throws(StorageError) -> FilePath {
    var name = prefix.adding(Array("XXXXXX".utf8)).bytes.map { CChar(bitPattern: $0) } + [0]
    let isMade = unsafe name.withUnsafeMutableBufferPointer {
      unsafe mkdtemp($0.baseAddress.unsafelyUnwrapped) != nil
    }
    guard isMade else { throw .system(call: "mkdtemp", path: prefix, code: errno) }
    return FilePath(name.dropLast().map { UInt8(bitPattern: $0) })
  }

  /// mkdirat(2); a folder that is there will do.
  func makeFolder(_ path: FilePath) throws(StorageError) {
    do throws(StorageError) {
      try retrying("mkdir", path) { unsafe path.lookUp { unsafe mkdirat($0, $1, 0o700) } }
    } catch {
      guard error.code == EEXIST else { throw error }
    }
  }

  /// Has signals that end the process remove the folder at `path`, and what in it is called `mark` last.
  ///
  /// - Returns: a number for `csystem_leave_at_signals`.
  func removeAtSignals(_ path: FilePath, markedBy mark: [UInt8]) -> Int32 {
    let mark = mark.map { CChar(bitPattern: $0) } + [0]
    return unsafe path.withCString { path in unsafe csystem_remove_at_signals(path, mark) }
  }

  /// unlinkat(2) with AT_REMOVEDIR.
  func removeFolder(_ path: FilePath) throws(StorageError) {
    try retrying("rmdir", path) { unsafe path.lookUp { unsafe unlinkat($0, $1, AT_REMOVEDIR) } }
  }
}
