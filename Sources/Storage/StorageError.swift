// What can go wrong on disk.

/// A failed operation on a file.
public enum StorageError: Error, Sendable, Equatable {
  /// A system call failed with `code` (errno).
  case system(call: String, path: FilePath, code: Int32)
  /// The path names something that is not a regular file.
  case notRegular(path: FilePath)
  /// The file ended before a range that it had when it was opened.
  case shrank(path: FilePath)
  /// The file has several names; replacing one would part it from the others.
  case hardLinked(path: FilePath, links: UInt64)
  /// The file changed between reading and writing.
  case changedMeanwhile(path: FilePath)
  /// The owner or an attribute of the file could not be given to its replacement.
  case identityLost(path: FilePath, what: String, code: Int32)
  /// No file can be made, replaced and synchronised in a folder.
  case unusableFolder(path: FilePath, code: Int32)
  /// The output is the input.
  case sameFile(path: FilePath)
  /// Two files are to be written at the same place.
  case sameOutput(path: FilePath)
  /// A symbolic link whose target does not exist.
  case danglingLink(path: FilePath)
  /// A file that must not exist yet exists.
  case exists(path: FilePath)

  /// The error number of a failed system call; 0 for every other error.
  var code: Int32 {
    if case .system(_, _, let code) = self { code } else { 0 }
  }
}
