// What speaks against writing, found before anything is written: by a run, and by a dry run.

internal import Glibc

extension FileStore {
  /// Refuses a file that cannot be replaced: one with several names, from which a rename would
  /// part it, or one in a folder that may not be written.
  public static func checkReplaceable(_ file: DiskFile) throws(StorageError) {
    try refuseHardLinks(file)
    try SystemCall.mayWrite(in: try realPath(of: file).folder)
  }

  static func refuseHardLinks(_ file: DiskFile) throws(StorageError) {
    guard file.linkCount == 1 else {
      throw .hardLinked(path: file.path, links: file.linkCount)
    }
  }

  /// Refuses an output that is the input, or no regular file, or cannot be made where it is asked
  /// for.
  public static func checkOutput(_ output: FilePath, of file: DiskFile) throws(StorageError) {
    guard let present = try SystemCall.status(at: output) else {
      if try SystemCall.exists(output) { throw .danglingLink(path: output) }
      return try SystemCall.mayWrite(in: output.folder)
    }
    guard present.st_mode & S_IFMT == S_IFREG else { throw .notRegular(path: output) }
    guard present.st_dev != file.status.st_dev || present.st_ino != file.status.st_ino else {
      throw .sameFile(path: output)
    }
    try SystemCall.mayWrite(in: (try SystemCall.realPath(output) ?? output).folder)
  }

  /// Refuses a place for a new file that is taken, or where none can be made.
  public static func checkNew(_ path: FilePath) throws(StorageError) {
    if try SystemCall.exists(path) { throw .exists(path: path) }
    try SystemCall.mayWrite(in: path.folder)
  }

  /// Refuses two paths that name the same place, whether or not something is there.
  public static func checkDistinct(_ first: FilePath, _ second: FilePath) throws(StorageError) {
    guard first.lastComponent == second.lastComponent,
      let folder = try SystemCall.status(at: first.folder),
      let other = try SystemCall.status(at: second.folder)
    else { return }
    if folder.st_dev == other.st_dev, folder.st_ino == other.st_ino {
      throw .sameOutput(path: first)
    }
  }
}
