// A regular file, opened for reading. Its content is read by range; the file is never mapped, so
// that one which shrinks is an error and no signal.

public import ELFModel
internal import Glibc

/// An open regular file.
public final class DiskFile: ByteSource, Sendable {
  /// The path it was opened under.
  public let path: FilePath
  let descriptor: Descriptor
  let status: stat
  let system: any SystemCalls

  /// Opens `path` for reading; symbolic links are followed.
  ///
  /// - Throws: ``StorageError``.
  public convenience init(_ path: FilePath) throws(StorageError) {
    try self.init(path, Linux())
  }

  convenience init(_ path: FilePath, _ system: any SystemCalls) throws(StorageError) {
    // The mere open of a device can have an effect, and that of a pipe wakes whoever writes to it. A
    // path that cannot be looked at is left to open(2), whose error tells why.
    if let present = try? system.status(at: path), present.actsWhenOpened {
      throw .notRegular(path: path)
    }
    // Should a pipe take its place now, the open would without O_NONBLOCK wait for a writer.
    try self.init(path, try system.open(path, O_RDONLY | O_NONBLOCK), system)
  }

  /// What is open as `descriptor`.
  init(_ path: FilePath, _ descriptor: Descriptor, _ system: any SystemCalls) throws(StorageError) {
    self.path = path
    self.system = system
    self.descriptor = descriptor
    status = try system.status(descriptor, path)
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notRegular(path: path) }
  }

  /// Length in bytes, as it was when the file was opened.
  public var byteCount: Int { Int(status.st_size) }

  /// What tells the file from every other, whatever its path: `st_dev` and `st_ino`.
  public var identity: (device: UInt64, inode: UInt64) {
    (UInt64(status.st_dev), UInt64(status.st_ino))
  }

  /// The number of names the file has.
  public var linkCount: UInt64 { UInt64(status.st_nlink) }

  /// The bytes of `range`.
  public func bytes(in range: Range<Int>) throws -> [UInt8] {
    try system.read(descriptor, range, path)
  }

  /// Whether the file at `path` is still this one, unchanged since it was opened.
  func isCurrent(at path: FilePath) throws(StorageError) -> Bool {
    try system.linkStatus(at: path).map(isCurrent) ?? false
  }

  /// Whether `now` is of this file, unchanged since it was opened.
  func isCurrent(_ now: stat) -> Bool {
    now.isSameFile(as: status) && now.st_size == status.st_size
      && now.st_mtim.total == status.st_mtim.total && now.st_ctim.total == status.st_ctim.total
  }
}

extension stat {
  /// Whether opening it may do something: a device or a named pipe.
  fileprivate var actsWhenOpened: Bool {
    [S_IFCHR, S_IFBLK, S_IFIFO].contains(st_mode & S_IFMT)
  }

  /// Whether both are of one file, whatever its name and content.
  func isSameFile(as other: stat) -> Bool { st_dev == other.st_dev && st_ino == other.st_ino }
}

extension timespec {
  /// Nanoseconds since 1970. The kernel's range of seconds times a thousand million may not fit.
  var total: Int { tv_sec &* 1_000_000_000 &+ tv_nsec }
}
