// The files of a run: those that are named, and those that are found below folders. Each is worked on
// once, whatever its names.
//
// The order in which files are told of is the user's, and by name below a folder. The order in which
// they are decided about goes by their paths alone: whoever names the same files in another order,
// or from another folder, gets the same bytes.

internal import Reporting
internal import Storage

/// A file of a run.
struct ListedFile: Sendable {
  /// The name that it goes by: of several, the first in the order of their bytes.
  fileprivate(set) var path: FilePath
  /// Every name of it that the run knows.
  fileprivate(set) var names: [FilePath]
  /// Whether nobody named it: then it is left alone unless it is the kind of file that is looked for.
  fileprivate(set) var isFound: Bool
  /// What there is to say of it instead of looking; nil if it can be looked at.
  fileprivate(set) var failure: FileReport?

  /// A file that is named.
  init(_ path: FilePath) { (self.path, names, isFound) = (path, [path], false) }
}

/// The files of a run.
struct FileList: Sendable {
  /// In the order in which they are told of.
  let files: [ListedFile]
  /// The positions in `files`, in the order in which they are decided about.
  let order: [Int]
  /// How many are worked on at once.
  let jobCount: Int
  /// Whether standard input named some of them.
  let standardInputIsRead: Bool

  /// Finds the files of `choice`.
  ///
  /// - Throws: ``OtherFileFailure`` for a list that cannot be read.
  init(_ choice: InputChoice) throws(OtherFileFailure) {
    var builder = Builder(backupSuffix: choice.backupSuffix)
    let listed = try choice.list.map { list throws(OtherFileFailure) in
      try Self.paths(in: list, endedByZeros: choice.listHasZeros)
    }
    for path in choice.operands + (listed ?? []) {
      builder.add(path, recursively: choice.isRecursive)
    }
    files = builder.files
    order = Self.order(of: builder.files)
    jobCount = choice.jobCount ?? processorCount
    standardInputIsRead = choice.list?.bytes == [UInt8(ascii: "-")]
  }

  private static func paths(in list: FilePath, endedByZeros: Bool) throws(OtherFileFailure)
    -> [FilePath]
  {
    let text = try naming(list) { try wholeText(list) }
    return text.split(separator: endedByZeros ? 0 : UInt8(ascii: "\n")).map { FilePath($0) }
  }

  private static func order(of files: [ListedFile]) -> [Int] {
    guard files.count > 1 else { return Array(files.indices) }
    var folders: [FilePath: FilePath] = [:]
    let keys = files.map { file -> [UInt8] in
      let folder = file.path.folder
      let real = folders[folder] ?? file.path.withRealFolder.folder
      folders[folder] = real
      return real.bytes + [UInt8(ascii: "/")] + file.path.name
    }
    return files.indices.sorted { keys[$0].lexicographicallyPrecedes(keys[$1]) }
  }
}

/// Puts names together that are of one file.
private struct Builder {
  private struct Identity: Hashable {
    let device: UInt64
    let inode: UInt64
  }

  /// What the names of backups end with, beside `~`.
  let backupSuffix: [UInt8]?
  private(set) var files: [ListedFile] = []
  private var positions: [Identity: Int] = [:]

  init(backupSuffix: [UInt8]?) { self.backupSuffix = backupSuffix }

  mutating func add(_ path: FilePath, recursively: Bool) {
    switch NamedPlace(path) {
    case .folder where recursively: addFolder(path)
    case .folder:
      add(path, failure: "a folder, not a regular file; --recursive takes the files below it")
    case .file(let device, let inode):
      let identity = interruption(at: path) ?? Identity(device: device, inode: inode)
      add(path, [path], identity, isFound: false)
    // Opening it tells what is wrong.
    case .other, nil: files.append(ListedFile(path))
    }
  }

  private mutating func addFolder(_ root: FilePath) {
    do {
      let walk = try FolderWalk([root], followsLinks: false)
      let isInterrupted = walk.files.contains { OwnName.isJournal($0.path) }
      for file in walk.files where !isOfNoConcern(file.path) {
        let identity = isInterrupted ? interruption(at: file.path) : nil
        add(
          file.path, file.names,
          identity ?? Identity(device: file.identity.device, inode: file.identity.inode),
          isFound: true)
      }
      for failure in walk.failures { add(root, failure: words(for: failure, at: root).text) }
    } catch {
      add(root, failure: words(for: error, at: root).text)
    }
  }

  private mutating func add(
    _ path: FilePath, _ names: [FilePath], _ identity: Identity, isFound: Bool
  ) {
    guard let position = positions[identity] else {
      positions[identity] = files.count
      var file = ListedFile(path)
      (file.names, file.isFound) = (names, isFound)
      files.append(file)
      return
    }
    for name in names where !files[position].names.contains(name) {
      files[position].names.append(name)
      if name.bytes.lexicographicallyPrecedes(files[position].path.bytes) {
        files[position].path = name
      }
    }
    files[position].isFound = files[position].isFound && isFound
  }

  /// Names that a killed run left halfway, some old and some new, will be of one file again: the one
  /// that their journal is about.
  private func interruption(at path: FilePath) -> Identity? {
    FileStore().interruption(at: path).map { Identity(device: $0.device, inode: $0.inode) }
  }

  /// Whether a file is what a run makes for itself, or a backup: nobody means these by naming a folder.
  private func isOfNoConcern(_ path: FilePath) -> Bool {
    OwnName.isOwn(path) || path.name.last == UInt8(ascii: "~")
      || backupSuffix.map {
        path.name.count > $0.count && path.name.suffix($0.count).elementsEqual($0)
      } ?? false
  }

  private mutating func add(_ path: FilePath, failure text: String) {
    var file = ListedFile(path)
    file.failure = .failed(path, .trouble, text)
    files.append(file)
  }
}
