// What a path leads to, before anything is opened.

internal import Glibc

/// What there is at a path, behind every symbolic link.
public enum NamedPlace: Sendable, Equatable {
  /// A regular file, with what tells it from every other: `st_dev` and `st_ino`.
  case file(device: UInt64, inode: UInt64)
  case folder
  /// A device, a pipe, a socket.
  case other

  /// What is at `path`; nil if nothing is.
  ///
  /// - Throws: ``StorageError``.
  public init?(_ path: FilePath) throws(StorageError) {
    guard let status = try Linux().status(at: path) else { return nil }
    self =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .file(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
      case S_IFDIR: .folder
      default: .other
      }
  }
}

extension FilePath {
  /// What stands behind the last slash.
  public var name: [UInt8] { Array(lastComponent) }
}

/// How many files this process may have open (getrlimit(2), RLIMIT_NOFILE).
public func descriptorLimit() -> Int {
  var limit = rlimit()
  guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
    return 256
  }
  return Int(clamping: limit.rlim_cur)
}
