// The folder of a file, opened before the file is touched, so that whatever speaks against
// synchronising it is known in time.

internal import Glibc

/// An open folder.
struct Folder {
  private let path: FilePath
  private let descriptor: Descriptor
  private let system: any SystemCalls

  init(of file: FilePath, _ system: any SystemCalls) throws(StorageError) {
    path = file.folder
    self.system = system
    descriptor = try system.open(path, O_RDONLY | O_DIRECTORY)
  }

  /// Makes a change of names durable, which is an edit of the folder. Some file systems have nothing
  /// to synchronise, which is no failure.
  func synchronise() throws(StorageError) {
    do throws(StorageError) {
      try system.synchronise(descriptor, path)
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
