// The files of a process, as the model asks for them. A protocol, so that a process can be modelled
// on files that stand nowhere but in a test.

/// What tells one file from another whatever the paths: two names of one file are one library.
public struct FileIdentity: Hashable, Sendable {
  /// `st_dev`.
  public let device: UInt64
  /// `st_ino`.
  public let inode: UInt64

  /// Memberwise.
  public init(device: UInt64, inode: UInt64) {
    self.device = device
    self.inode = inode
  }
}

/// What stands at a path.
public enum OpenedFile: Sendable {
  /// An ELF file with a dynamic section.
  case object(ObjectFile)
  /// Something that no loader could load; the reason is a part of a sentence.
  case unusable(reason: String)
}

/// Access to the files of the system whose process is modelled. Paths are absolute, or relative to
/// the current directory, and those of that system: a sysroot is the conformer's business.
public protocol LibraryFiles {
  /// The file at `path`; nil if there is none that could be opened.
  func open(_ path: [UInt8]) -> OpenedFile?
  /// The content of the small file at `path`, such as `/etc/ld.so.cache`; nil if there is none.
  func content(of path: [UInt8]) -> [UInt8]?
  /// `path` made absolute and without symbolic links; nil if nothing has it.
  func realPath(of path: [UInt8]) -> [UInt8]?
}
