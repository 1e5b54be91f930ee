// The file system as the other rooms see it: open a file, commit edits to it, write it elsewhere.

public import ELFModel
internal import Glibc

/// Commits edits to files.
public enum FileStore {
  /// Replaces `file` at its own path by its edited self: same owner, mode and attributes.
  ///
  /// - Throws: ``StorageError``; the file is then as it was.
  public static func commit(_ edits: [ByteEdit], to file: DiskFile) throws {
    try refuseHardLinks(file)
    guard let path = try SystemCall.realPath(file.path) else {
      throw StorageError.changedMeanwhile(path: file.path)
    }
    try replace(path, with: file, edits: edits, identity: .required) {
      guard try file.isCurrent(at: path) else {
        throw StorageError.changedMeanwhile(path: file.path)
      }
    }
  }

  /// Refuses a file with several names: a rename would part the one from the others.
  public static func refuseHardLinks(_ file: DiskFile) throws(StorageError) {
    guard file.linkCount == 1 else {
      throw .hardLinked(path: file.path, links: file.linkCount)
    }
  }

  /// Puts an edited copy of `file` at `output`, replacing what is there; `file` stays as it is.
  ///
  /// - Throws: ``StorageError``; `output` is then as it was.
  public static func write(_ edits: [ByteEdit], of file: DiskFile, to output: FilePath) throws {
    try checkOutput(output, of: file)
    let target = try SystemCall.realPath(output) ?? output
    try replace(target, with: file, edits: edits, identity: .bestEffort)
  }

  /// Refuses an output that is the input, or no regular file.
  public static func checkOutput(_ output: FilePath, of file: DiskFile) throws(StorageError) {
    guard let present = try SystemCall.status(at: output) else { return }
    guard present.st_mode & S_IFMT == S_IFREG else { throw .notRegular(path: output) }
    guard present.st_dev != file.status.st_dev || present.st_ino != file.status.st_ino else {
      throw .sameFile(path: output)
    }
  }

  /// Creates a new file at `path` with `bytes`, whole or not at all.
  ///
  /// - Throws: ``StorageError/exists(path:)`` if something has that path already.
  public static func create(_ path: FilePath, _ bytes: [UInt8]) throws {
    let (temporary, temporaryPath) = try TemporaryFile.make(beside: path)
    defer { try? SystemCall.unlink(temporaryPath) }
    try SystemCall.write(temporary, bytes, at: 0, temporaryPath)
    try SystemCall.setMode(temporary, 0o644, temporaryPath)
    try SystemCall.synchronise(temporary, temporaryPath)
    do throws(StorageError) {
      // A link, unlike a rename, never replaces what is there.
      try SystemCall.link(temporaryPath, to: path)
    } catch {
      throw error.code == EEXIST ? .exists(path: path) : error
    }
    try synchroniseFolder(of: path)
  }

  /// Removes the file at `path`.
  public static func remove(_ path: FilePath) throws(StorageError) {
    try SystemCall.unlink(path)
  }

  /// Whether something has the path `path`.
  public static func exists(_ path: FilePath) throws(StorageError) -> Bool {
    try SystemCall.status(at: path) != nil
  }
}
