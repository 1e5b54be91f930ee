// The file system as the other rooms see it: open a file, commit edits to it, write it elsewhere.

public import ELFModel
internal import Glibc

/// Commits edits to files.
public enum FileStore {
  /// Replaces `file` at its own path by its edited self: same owner, mode and attributes.
  ///
  /// - Throws: ``StorageError``; the file is then as it was.
  /// - Returns: what could not be had; the file is edited all the same.
  public static func commit(_ edits: [ByteEdit], to file: DiskFile) throws -> [Shortcoming] {
    try refuseHardLinks(file)
    let path = try realPath(of: file)
    return try replace(path, with: file, edits: edits, identity: .required) {
      guard try file.isCurrent(at: path) else {
        throw StorageError.changedMeanwhile(path: file.path)
      }
    }
  }

  /// Puts an edited copy of `file` at `output`, replacing what is there; `file` stays as it is.
  ///
  /// - Throws: ``StorageError``; `output` is then as it was.
  /// - Returns: what could not be had; `output` is written all the same.
  public static func write(_ edits: [ByteEdit], of file: DiskFile, to output: FilePath) throws
    -> [Shortcoming]
  {
    try checkOutput(output, of: file)
    let target = try SystemCall.realPath(output) ?? output
    return try replace(target, with: file, edits: edits, identity: .bestEffort)
  }

  /// Creates a new file at `path` with `bytes`, whole or not at all, and no more readable than
  /// `model` is.
  ///
  /// - Throws: ``StorageError/exists(path:)`` if something has that path already.
  public static func create(_ path: FilePath, _ bytes: [UInt8], asReadableAs model: DiskFile) throws
  {
    let folder = try Folder(of: path)
    let (temporary, temporaryPath) = try TemporaryFile.make(
      beside: path, mode: model.status.st_mode & 0o666 | 0o600)
    do {
      try SystemCall.write(temporary, bytes, at: 0, temporaryPath)
      try SystemCall.synchronise(temporary, temporaryPath)
      try rename(temporaryPath, toNew: path)
    } catch {
      try? SystemCall.unlink(temporaryPath)
      throw error
    }
    _ = folder.synchronise()
  }

  /// A rename that never replaces what is there; by a link where the file system knows no such
  /// rename.
  private static func rename(_ from: FilePath, toNew path: FilePath) throws(StorageError) {
    do throws(StorageError) {
      try SystemCall.renameWithoutReplacing(from, to: path)
    } catch {
      if error.code == EEXIST { throw .exists(path: path) }
      guard error.code == EINVAL || error.code == ENOSYS else { throw error }
      do throws(StorageError) {
        try SystemCall.link(from, to: path)
      } catch {
        throw error.code == EEXIST ? .exists(path: path) : error
      }
      // The new file is there; another name of it beside it does no harm.
      try? SystemCall.unlink(from)
    }
  }

  /// Removes the file at `path`.
  public static func remove(_ path: FilePath) throws(StorageError) {
    try SystemCall.unlink(path)
  }

  static func realPath(of file: DiskFile) throws(StorageError) -> FilePath {
    guard let path = try SystemCall.realPath(file.path) else {
      throw .changedMeanwhile(path: file.path)
    }
    return path
  }
}
