// What the system knows of a file beside its content.

import Foundation
import Glibc

/// What tells whether a file was replaced or written to.
public struct FileIdentity: Equatable, Sendable {
  /// The file system it lies on.
  public let device: UInt64
  /// The file system's number for it.
  public let inode: UInt64
  /// Kind and permissions.
  public let mode: UInt32
  /// The user it belongs to.
  public let owner: UInt32
  /// The group it belongs to.
  public let group: UInt32
  /// When its content last changed, since 1970.
  public let seconds: Int
  /// The part of that below a second.
  public let nanoseconds: Int
  /// Its length in bytes.
  public let size: Int

  /// Of the file at `file`; of a symbolic link itself, not of what it names.
  public init(_ file: URL) throws {
    var status = stat()
    guard lstat(file.path, &status) == 0 else {
      throw RunFailure(description: "\(file.path): \(String(cString: strerror(errno)))")
    }
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
    mode = status.st_mode
    owner = status.st_uid
    group = status.st_gid
    seconds = status.st_mtim.tv_sec
    nanoseconds = status.st_mtim.tv_nsec
    size = Int(status.st_size)
  }
}
