// Calls that write content, make it durable, and lock.

internal import CSystem
internal import Glibc

extension SystemCalls {
  /// open(2) with O_TMPFILE: a file without a name; nil where the file system knows none.
  func openUnnamed(in folder: FilePath, mode: mode_t) throws(StorageError) -> Descriptor? {
    do throws(StorageError) {
      return try open(folder, O_RDWR | csystem_unnamed_file_flag(), mode: mode)
    } catch {
      guard [EOPNOTSUPP, EISDIR, ENOENT, EINVAL].contains(error.code) else { throw error }
      return nil
    }
  }

  /// pwrite(2), until all of `bytes` is written.
  func write(_ file: Descriptor, _ bytes: [UInt8], at offset: Int, _ path: FilePath)
    throws(StorageError)
  {
    var done = 0
    while done < bytes.count {
      done += try retrying("pwrite", path) {
        unsafe bytes.withUnsafeBytes { buffer in
          unsafe pwrite(
            file.number, buffer.baseAddress.unsafelyUnwrapped + done, bytes.count - done,
            off_t(offset + done))
        }
      }
    }
  }

  /// copy_file_range(2), or reading and writing where the file system cannot.
  func copy(_ from: Descriptor, to: Descriptor, byteCount: Int, _ path: FilePath)
    throws(StorageError)
  {
    var done = 0
    while done < byteCount {
      let copied = csystem_copy_file_range(from.number, to.number, off_t(done), byteCount - done)
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

  private func copyThroughMemory(
    _ from: Descriptor, to: Descriptor, byteCount: Int, _ path: FilePath
  ) throws(StorageError) {
    let chunk = 1 << 20
    for start in stride(from: 0, to: byteCount, by: chunk) {
      let bytes = try read(from, start..<min(start + chunk, byteCount), path)
      try write(to, bytes, at: start, path)
    }
  }

  /// ftruncate(2) to nothing.
  func truncate(_ file: Descriptor, _ path: FilePath) throws(StorageError) {
    try retrying("ftruncate", path) { ftruncate(file.number, 0) }
  }

  /// fsync(2).
  func synchronise(_ file: Descriptor, _ path: FilePath) throws(StorageError) {
    try retrying("fsync", path) { fsync(file.number) }
  }

  /// Whether ``synchroniseFileSystem(_:_:)`` throws where something that was written is lost.
  func reportsFailedSynchronisation(_ file: Descriptor) -> Bool {
    csystem_syncfs_reports(file.number) != 0
  }

  /// syncfs(2): everything that was written to the file system which has `file`.
  func synchroniseFileSystem(_ file: Descriptor, _ path: FilePath) throws(StorageError) {
    try retrying("syncfs", path) { csystem_syncfs(file.number) }
  }

  /// posix_fadvise(2): what is read next comes from the disk, as far as that can be had.
  func dropCache(_ file: Descriptor) {
    _ = posix_fadvise(file.number, 0, 0, POSIX_FADV_DONTNEED)
  }

  /// flock(2), without waiting. The lock is the open file's, and ends with it.
  func lock(_ file: Descriptor, _ path: FilePath) throws(StorageError) -> LockOutcome {
    do throws(StorageError) {
      try retrying("flock", path) { flock(file.number, LOCK_EX | LOCK_NB) }
      file.noteLock()
      return .held
    } catch {
      switch error.code {
      case EWOULDBLOCK: return .taken
      // NFS locks no file that is open for reading only; others lock none.
      case EBADF, ENOLCK, ENOSYS, EOPNOTSUPP, EINVAL: return .unsupported
      default: throw error
      }
    }
  }
}
