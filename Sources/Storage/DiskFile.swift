// A regular file, opened for reading. Its content is read by range; the file is never mapped, so
// that one which shrinks is an error and no signal.

public import ELFModel
internal import Glibc

/// An open regular file.
public final class DiskFile: ByteSource {
  /// The path it was opened under.
  public let path: FilePath
  let descriptor: Descriptor
  let status: stat

  /// Opens `path` for reading; symbolic links are followed.
  ///
  /// - Throws: ``StorageError``.
  public init(_ path: FilePath) throws(StorageError) {
    self.path = path
    // Without O_NONBLOCK the open of a named pipe would wait for a writer.
    descriptor = try SystemCall.open(path, O_RDONLY | O_NONBLOCK)
    status = try SystemCall.status(descriptor, path)
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
    try SystemCall.read(descriptor, range, path)
  }

  /// Whether the file at `path` is still this one, unchanged since it was opened.
  func isCurrent(at path: FilePath) throws(StorageError) -> Bool {
    guard let now = try SystemCall.status(at: path) else { return false }
    return now.st_dev == status.st_dev && now.st_ino == status.st_ino
      && now.st_size == status.st_size && now.st_mtim.tv_sec == status.st_mtim.tv_sec
      && now.st_mtim.tv_nsec == status.st_mtim.tv_nsec
      && now.st_ctim.tv_sec == status.st_ctim.tv_sec
      && now.st_ctim.tv_nsec == status.st_ctim.tv_nsec
  }
}
