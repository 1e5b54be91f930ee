// What the system knows of a file beside its content.

import Foundation
import Glibc

/// What tells whether a file was replaced or written to.
public struct FileIdentity: Equatable, Sendable {
  public let inode: UInt64
  public let mode: UInt32
  public let owner: UInt32
  public let group: UInt32
  public let seconds: Int
  public let nanoseconds: Int
  public let size: Int

  /// Of the file at `file`; of a symbolic link itself, not of what it names.
  public init(_ file: URL) throws {
    var status = stat()
    guard lstat(file.path, &status) == 0 else {
      throw RunFailure(description: "\(file.path): \(String(cString: strerror(errno)))")
    }
    inode = UInt64(status.st_ino)
    mode = status.st_mode
    owner = status.st_uid
    group = status.st_gid
    seconds = status.st_mtim.tv_sec
    nanoseconds = status.st_mtim.tv_nsec
    size = Int(status.st_size)
  }
}
