// Calls that look at files.

internal import CSystem
internal import Glibc

extension SystemCalls {
  /// openat(2).
  func open(_ path: FilePath, _ flags: Int32, mode: mode_t) throws(StorageError) -> Descriptor {
    Descriptor(
      try retrying("open", path) {
        unsafe path.lookUp { unsafe openat($0, $1, flags | O_CLOEXEC, mode) }
      })
  }

  /// The same path, looked up in its folder, which is opened with O_PATH: it need not be readable.
  func lookingUp(_ path: FilePath) throws(StorageError) -> FilePath {
    if path.hasOpenFolder { return path }
    let folder = path.folder
    let flags = csystem_path_only_flag() | O_DIRECTORY | O_CLOEXEC
    return path.lookedUp(
      in: OpenFolder(
        try retrying("open", folder) { unsafe folder.lookUp { unsafe openat($0, $1, flags) } }))
  }

  /// open(2) of a file that is there.
  func open(_ path: FilePath, _ flags: Int32) throws(StorageError) -> Descriptor {
    try open(path, flags, mode: 0)
  }

  /// open(2) of a file that a run made for itself; nil if it is not there. Whatever somebody put in
  /// its place is neither followed nor waited for.
  func openOwn(_ path: FilePath, _ way: Int32) throws(StorageError) -> Descriptor? {
    do throws(StorageError) {
      return try open(path, way | O_NOFOLLOW | O_NONBLOCK)
    } catch {
      guard error.code == ENOENT else { throw error }
      return nil
    }
  }

  /// fstat(2).
  func status(_ file: Descriptor, _ path: FilePath) throws(StorageError) -> stat {
    var status = stat()
    try retrying("fstat", path) { unsafe fstat(file.number, &status) }
    return status
  }

  /// stat(2); nil if nothing has that path.
  func status(at path: FilePath) throws(StorageError) -> stat? {
    try status(at: path, call: "stat", flags: 0)
  }

  /// lstat(2); nil if nothing has that path.
  func linkStatus(at path: FilePath) throws(StorageError) -> stat? {
    try status(at: path, call: "lstat", flags: AT_SYMLINK_NOFOLLOW)
  }

  private func status(at path: FilePath, call: String, flags: Int32) throws(StorageError) -> stat? {
    var status = stat()
    do throws(StorageError) {
      try retrying(call, path) {
        unsafe path.lookUp { unsafe fstatat($0, $1, &status, flags) }
      }
    } catch {
      guard error.code == ENOENT else { throw error }
      return nil
    }
    return status
  }

  /// Whether something has that path, be it a symbolic link to nothing.
  func exists(_ path: FilePath) throws(StorageError) -> Bool {
    try linkStatus(at: path) != nil
  }

  /// pread(2), until all of `range` is read.
  func read(_ file: Descriptor, _ range: Range<Int>, _ path: FilePath) throws(StorageError)
    -> [UInt8]
  {
    var code: Int32 = 0
    var filled = 0
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
      while filled < range.count {
        let got = unsafe pread(
          file.number, buffer.baseAddress.unsafelyUnwrapped + filled, range.count - filled,
          off_t(range.lowerBound + filled))
        if got < 0 {
          if errno == EINTR { continue }
          code = errno
          break
        }
        if got == 0 { break }
        filled += got
      }
      count = filled
    }
    guard code == 0 else { throw .system(call: "pread", path: path, code: code) }
    guard filled == range.count else { throw .shrank(path: path) }
    return bytes
  }

  /// read(2): the next bytes, at most `count`; none at the end.
  func readNext(_ file: Descriptor, upTo count: Int, _ path: FilePath) throws(StorageError)
    -> [UInt8]
  {
    var code: Int32 = 0
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      var got = 0
      repeat {
        got = unsafe Glibc.read(file.number, buffer.baseAddress, count)
      } while got < 0 && errno == EINTR
      code = got < 0 ? errno : 0
      filled = max(0, got)
    }
    guard code == 0 else { throw .system(call: "read", path: path, code: code) }
    return bytes
  }
}
