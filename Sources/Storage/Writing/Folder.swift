// The folder of a file, opened before the file is touched: what is done to the file's name is done in
// this folder, whatever its path leads to by then, and whatever speaks against synchronising it is
// known in time.

internal import Glibc

/// An open folder.
struct Folder: Sendable {
  /// The file, looked up in the folder.
  let file: FilePath
  private let descriptor: Descriptor
  /// What tells the open folder from others.
  fileprivate var identity: ObjectIdentifier { ObjectIdentifier(descriptor) }
  private let system: any SystemCalls

  init(of file: FilePath, _ system: any SystemCalls) throws(StorageError) {
    self.system = system
    self.file = try system.lookingUp(file)
    descriptor = try system.open(self.file.folder, O_RDONLY | O_DIRECTORY)
  }

  /// The same folder, opened once for several files.
  private init(of file: FilePath, beside other: Folder) {
    self.file = file.lookedUp(beside: other.file)
    (descriptor, system) = (other.descriptor, other.system)
  }

  /// The folders of `files`, each opened once.
  static func all(of files: [FilePath], _ system: any SystemCalls) throws(StorageError)
    -> [Folder]
  {
    var known: [FilePath: Folder] = [:]
    var folders: [Folder] = []
    for file in files {
      let folder: Folder
      if let there = known[file.folder] {
        folder = Folder(of: file, beside: there)
      } else {
        folder = try Folder(of: file, system)
      }
      known[file.folder] = folder
      folders.append(folder)
    }
    return folders
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

extension [Folder] {
  /// Each open folder once.
  var distinct: [Folder] {
    var seen: Set<ObjectIdentifier> = []
    return filter { seen.insert($0.identity).inserted }
  }

  /// Synchronises all, where nothing can be taken back any more.
  func synchroniseAtLast() -> [Shortcoming] { distinct.flatMap { $0.synchroniseAtLast() } }
}
