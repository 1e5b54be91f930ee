// Every system call of the program, each wrapped so that failure is an error and interruption is
// not. The one place where tests of failing disks will hook in.

internal import CSystem
internal import Glibc

/// An open file descriptor, closed with its owner.
final class Descriptor {
  let number: Int32

  init(_ number: Int32) { self.number = number }

  deinit { close(number) }
}

enum SystemCall {
  /// open(2).
  static func open(_ path: FilePath, _ flags: Int32, mode: mode_t = 0) throws(StorageError)
    -> Descriptor
  {
    Descriptor(
      try check("open", path) {
        unsafe path.withCString { unsafe Glibc.open($0, flags | O_CLOEXEC, mode) }
      })
  }

  /// fstat(2).
  static func status(_ file: Descriptor, _ path: FilePath) throws(StorageError) -> stat {
    var status = stat()
    try check("fstat", path) { unsafe fstat(file.number, &status) }
    return status
  }

  /// stat(2); nil if nothing has that path.
  static func status(at path: FilePath) throws(StorageError) -> stat? {
    var status = stat()
    do throws(StorageError) {
      try check("stat", path) {
        unsafe path.withCString { unsafe fstatat(AT_FDCWD, $0, &status, 0) }
      }
    } catch {
      guard error.code == ENOENT else { throw error }
      return nil
    }
    return status
  }

  /// Whether something has that path, be it a symbolic link to nothing.
  static func exists(_ path: FilePath) throws(StorageError) -> Bool {
    try linkStatus(at: path) != nil
  }

  /// lstat(2); nil if nothing has that path.
  static func linkStatus(at path: FilePath) throws(StorageError) -> stat? {
    var status = stat()
    do throws(StorageError) {
      try check("lstat", path) {
        unsafe path.withCString { unsafe fstatat(AT_FDCWD, $0, &status, AT_SYMLINK_NOFOLLOW) }
      }
    } catch {
      guard error.code == ENOENT else { throw error }
      return nil
    }
    return status
  }

  /// opendir(3) and readdir(3): the names in a folder, but for `.` and `..`, in no order.
  static func entryNames(of folder: FilePath) throws(StorageError) -> [[UInt8]] {
    guard let stream = unsafe folder.withCString({ unsafe opendir($0) }) else {
      throw .system(call: "opendir", path: folder, code: errno)
    }
    defer { unsafe closedir(stream) }
    var names: [[UInt8]] = []
    while true {
      errno = 0
      guard let entry = unsafe readdir(stream) else {
        guard errno == 0 else { throw .system(call: "readdir", path: folder, code: errno) }
        return names
      }
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { field in
        unsafe Array(field.prefix { $0 != 0 })
      }
      if name != Array(".".utf8), name != Array("..".utf8) { names.append(name) }
    }
  }

  /// access(2) for making, replacing and synchronising files in the folder at `path`.
  static func mayWrite(in path: FilePath) throws(StorageError) {
    do throws(StorageError) {
      try check("access", path) {
        unsafe path.withCString { unsafe access($0, R_OK | W_OK | X_OK) }
      }
    } catch {
      throw .unusableFolder(path: path, code: error.code)
    }
  }

  /// realpath(3): the path without symbolic links; nil if nothing has it.
  static func realPath(_ path: FilePath) throws(StorageError) -> FilePath? {
    guard let resolved = unsafe path.withCString({ unsafe realpath($0, nil) }) else {
      let code = errno
      if code == ENOENT { return nil }
      throw .system(call: "realpath", path: path, code: code)
    }
    defer { unsafe free(resolved) }
    let length = unsafe strlen(resolved)
    return FilePath(
      unsafe UnsafeBufferPointer(start: resolved, count: length).map { UInt8(bitPattern: $0) })
  }

  /// readlink(2): where a symbolic link points; nil if the path names something else.
  static func linkTarget(_ path: FilePath) throws(StorageError) -> [UInt8]? {
    var code: Int32 = 0
    let target = unsafe [UInt8](unsafeUninitializedCapacity: Int(PATH_MAX)) { buffer, count in
      let got = unsafe path.withCString { path in
        unsafe buffer.withMemoryRebound(to: CChar.self) {
          unsafe readlink(path, $0.baseAddress.unsafelyUnwrapped, $0.count)
        }
      }
      code = got < 0 ? errno : 0
      count = max(0, got)
    }
    if code == EINVAL { return nil }
    guard code == 0 else { throw .system(call: "readlink", path: path, code: code) }
    return target
  }

  /// pread(2), until all of `range` is read.
  static func read(_ file: Descriptor, _ range: Range<Int>, _ path: FilePath) throws(StorageError)
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
  static func readNext(_ file: Descriptor, upTo count: Int, _ path: FilePath) throws(StorageError)
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

  /// pwrite(2), until all of `bytes` is written.
  static func write(_ file: Descriptor, _ bytes: [UInt8], at offset: Int, _ path: FilePath)
    throws(StorageError)
  {
    var done = 0
    while done < bytes.count {
      done += try check("pwrite", path) {
        unsafe bytes.withUnsafeBytes { buffer in
          unsafe pwrite(
            file.number, buffer.baseAddress.unsafelyUnwrapped + done, bytes.count - done,
            off_t(offset + done))
        }
      }
    }
  }

  /// copy_file_range(2), or reading and writing where the file system cannot.
  static func copy(_ from: Descriptor, to: Descriptor, byteCount: Int, _ path: FilePath)
    throws(StorageError)
  {
    var done = 0
    while done < byteCount {
      let copied = csystem_copy_file_range(from.number, to.number, byteCount - done)
      if copied < 0 {
        if errno == EINTR { continue }
        guard [EXDEV, EINVAL, ENOSYS, EOPNOTSUPP, EPERM].contains(errno), done == 0 else {
          throw .system(call: "copy_file_range", path: path, code: errno)
        }
        return try copyThroughMemory(from, to: to, byteCount: byteCount, path)
      }
      guard copied > 0 else {
        // Some file systems say that they copied nothing instead of that they cannot.
        guard done == 0 else { throw .shrank(path: path) }
        return try copyThroughMemory(from, to: to, byteCount: byteCount, path)
      }
      done += copied
    }
  }

  private static func copyThroughMemory(
    _ from: Descriptor, to: Descriptor, byteCount: Int, _ path: FilePath
  ) throws(StorageError) {
    let chunk = 1 << 20
    for start in stride(from: 0, to: byteCount, by: chunk) {
      let bytes = try read(from, start..<min(start + chunk, byteCount), path)
      try write(to, bytes, at: start, path)
    }
  }

  /// fsync(2).
  static func synchronise(_ file: Descriptor, _ path: FilePath) throws(StorageError) {
    try check("fsync", path) { fsync(file.number) }
  }

  /// fchown(2).
  static func setOwner(_ file: Descriptor, _ user: uid_t, _ group: gid_t, _ path: FilePath)
    throws(StorageError)
  {
    try check("fchown", path) { fchown(file.number, user, group) }
  }

  /// fchmod(2).
  static func setMode(_ file: Descriptor, _ mode: mode_t, _ path: FilePath) throws(StorageError) {
    try check("fchmod", path) { fchmod(file.number, mode) }
  }

  /// rename(2).
  static func rename(_ from: FilePath, to: FilePath) throws(StorageError) {
    try check("rename", to) {
      unsafe from.withCString { from in
        unsafe to.withCString { unsafe Glibc.rename(from, $0) }
      }
    }
  }

  /// renameat2(2) with RENAME_NOREPLACE.
  static func renameWithoutReplacing(_ from: FilePath, to: FilePath) throws(StorageError) {
    try check("renameat2", to) {
      unsafe from.withCString { from in
        unsafe to.withCString { unsafe csystem_rename_noreplace(from, $0) }
      }
    }
  }

  /// link(2).
  static func link(_ from: FilePath, to: FilePath) throws(StorageError) {
    try check("link", to) {
      unsafe from.withCString { from in unsafe to.withCString { unsafe Glibc.link(from, $0) } }
    }
  }

  /// unlink(2).
  static func unlink(_ path: FilePath) throws(StorageError) {
    try check("unlink", path) { unsafe path.withCString { unsafe Glibc.unlink($0) } }
  }

  /// The names of a file's extended attributes; none where the file system has no such thing.
  static func attributeNames(_ file: Descriptor, _ path: FilePath) throws(StorageError)
    -> [[CChar]]
  {
    do throws(StorageError) {
      let list = try unsafe sized("flistxattr", path) { buffer, size in
        unsafe csystem_flistxattr(file.number, buffer?.assumingMemoryBound(to: CChar.self), size)
      }
      return list.split(separator: 0).map { $0.map { CChar(bitPattern: $0) } + [0] }
    } catch {
      guard error.code == EOPNOTSUPP else { throw error }
      return []
    }
  }

  /// The value of an extended attribute.
  static func attribute(_ file: Descriptor, _ name: [CChar], _ path: FilePath)
    throws(StorageError) -> [UInt8]
  {
    try unsafe sized("fgetxattr", path) { buffer, size in
      unsafe csystem_fgetxattr(file.number, name, buffer, size)
    }
  }

  /// Sets an extended attribute.
  static func setAttribute(
    _ file: Descriptor, _ name: [CChar], _ value: [UInt8], _ path: FilePath
  ) throws(StorageError) {
    // An empty array has no address, and the call wants one.
    let padded = value + [0]
    try check("fsetxattr", path) {
      unsafe csystem_fsetxattr(file.number, name, padded, value.count)
    }
  }

  /// Asks for a size, then for that many bytes; again if they grew in between.
  private static func sized(
    _ call: String, _ path: FilePath, _ get: (UnsafeMutableRawPointer?, Int) -> Int
  ) throws(StorageError) -> [UInt8] {
    while true {
      let size = try check(call, path) { get(nil, 0) }
      if size == 0 { return [] }
      var code: Int32 = 0
      let bytes = unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
        let got = unsafe get(buffer.baseAddress, size)
        code = got < 0 ? errno : 0
        count = max(0, got)
      }
      if code == 0 { return bytes }
      if code != ERANGE { throw .system(call: call, path: path, code: code) }
    }
  }

  @discardableResult
  private static func check<Number: SignedInteger>(
    _ call: String, _ path: FilePath, _ body: () -> Number
  ) throws(StorageError) -> Number {
    while true {
      let result = body()
      if result >= 0 { return result }
      if errno != EINTR { throw .system(call: call, path: path, code: errno) }
    }
  }
}

/// The system's words for an error number.
public func systemMessage(_ code: Int32) -> String {
  unsafe String(cString: strerror(code))
}
