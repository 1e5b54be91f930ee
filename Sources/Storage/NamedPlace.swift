// What a path leads to, before anything is opened.

internal import Glibc

/// What there is at a path, behind every symbolic link.
public enum NamedPlace: Sendable, Equatable {
  /// A regular file, with what tells it from every other: `st_dev` and `st_ino`.
  case file(device: UInt64, inode: UInt64)
  case folder
  /// A device, a pipe, a socket.
  case other

  /// What is at `path`; nil if nothing is, or if it cannot be looked at, of which opening it will
  /// tell.
  public init?(_ path: FilePath) {
    guard let status = try? Linux().status(at: path) else { return nil }
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

  /// The last name of the path within the folder as it is called without symbolic links; the path
  /// itself if there is no such folder.
  public var withRealFolder: FilePath {
    guard let real = try? Linux().realPath(folder) else { return self }
    return real.appending(Array(lastComponent))
  }
}
