// The folder of a file, opened before the file is touched: what is done to the file's name is done in
// this folder, whatever its path leads to by then, and whatever speaks against synchronising it is
// known in time.

internal import Glibc

/// An open folder.
struct Folder {
  /// The file, looked up in the folder.
  let file: FilePath
  private let descriptor: Descriptor
  private let system: any SystemCalls

  init(of file: FilePath, _ system: any SystemCalls) throws(StorageError) {
    self.system = system
    self.file = try system.lookingUp(file)
    descriptor = try system.open(self.file.folder, O_RDONLY | O_DIRECTORY)
  }

  /// Makes a change of names durable, which is an edit of the folder. Some file systems have nothing
  /// to synchronise, which is no failure.
  func synchronise() throws(StorageError) {
    do throws(StorageError) {
      try system.synchronise(descriptor, file.folder)
    } catch {
      guard error.code == EINVAL else { throw error }
    }
  }

  /// The same where nothing can be taken back any more: what failed is a shortcoming.
  func synchroniseAtLast() -> [Shortcoming] {
    do throws(StorageError) {
      try synchronise()
      return []
    } catch {
      return [.notDurable(code: error.code)]
    }
  }
}
