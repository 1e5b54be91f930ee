// Names put together that are of one file.

internal import LoaderModel
internal import Reporting
internal import Storage

/// Makes the list of a run's files.
struct FileListBuilder {
  private(set) var files: [ListedFile] = []
  /// For each file the real path of the name that it goes by: of all, the first in the order of their
  /// bytes.
  private(set) var keys: [FilePath] = []
  private(set) var identities: [FilePath: FileIdentity] = [:]
  private(set) var isInterrupted = false

  /// What the names of backups end with, beside `~`.
  private let backupSuffix: [UInt8]?
  /// By the file, and by the journal about it.
  private(set) var positions: [FileIdentity: Int] = [:]
  private var known: Set<FilePath> = []
  private var realFolders: [FilePath: FilePath] = [:]
  private var complaints: Set<String> = []

  init(backupSuffix: [UInt8]?) { self.backupSuffix = backupSuffix }

  /// Adds what `path` leads to.
  mutating func add(_ path: FilePath, recursively: Bool) {
    do {
      try look(path, recursively: recursively)
    } catch {
      complain(words(for: error, at: path).text, of: path)
    }
  }

  private mutating func look(_ path: FilePath, recursively: Bool) throws(StorageError) {
    switch try NamedPlace(path) {
    case .folder where recursively: try addFolder(path)
    case .folder:
      complain("a folder, not a regular file; --recursive takes the files below it", of: path)
    case .file(let device, let inode):
      let real = Sysroot().realPath(of: path) ?? path
      add(
        path, at: real, FileIdentity(device: device, inode: inode),
        journal: try journal(beside: path), isFound: false)
    // Opening it tells what is wrong.
    case .other, nil: append(ListedFile(path), path)
    }
  }

  private mutating func addFolder(_ root: FilePath) throws(StorageError) {
    let walk = try FolderWalk([root], followsLinks: false)
    let hasJournals = walk.files.contains { OwnName.isJournal($0.path) }
    for file in walk.files {
      // What another run has just put in place may have been met under the name of its making, too.
      let names = file.names.filter { !OwnName.isOwn($0) }
      guard let first = names.first, !isBackup(first) else { continue }
      let identity = FileIdentity(device: file.identity.device, inode: file.identity.inode)
      for name in names {
        add(
          name, at: realPath(ofFound: name), identity,
          journal: hasJournals ? try journal(beside: name) : nil, isFound: true)
      }
    }
    for failure in walk.failures {
      let text = words(for: failure, at: root).text
      if complaints.insert(text).inserted { complain(text, of: root) }
    }
  }

  private mutating func add(
    _ path: FilePath, at real: FilePath, _ identity: FileIdentity, journal: FileIdentity?,
    isFound: Bool
  ) {
    // Names that a killed run left halfway, some old and some new, will be of one file again: the one
    // that their journal is about.
    var identity = identity
    var position = positions[identity] ?? journal.flatMap { positions[$0] } ?? files.count
    if position < files.count, journal == nil, let now = identities(of: position, path) {
      identities[keys[position]] = now.other
      positions[now.other] = position
      (identity, position) = (now.own, files.count)
    }
    positions[identity] = position
    if let journal { positions[journal] = position }
    identities[real] = identity
    guard position < files.count else {
      var file = ListedFile(path)
      file.isFound = isFound
      known.insert(path)
      append(file, real)
      return
    }
    files[position].isFound = files[position].isFound && isFound
    if known.insert(path).inserted { files[position].names.append(path) }
    if real.bytes.lexicographicallyPrecedes(keys[position].bytes) {
      keys[position] = real
      files[position].path = path
    }
  }

  /// The files at `position` and `path`, if they are two. One that another run replaced since it was
  /// found has left its inode to a new file, and that is no other name of it.
  private func identities(of position: Int, _ path: FilePath) -> (
    other: FileIdentity, own: FileIdentity
  )? {
    guard case .file(let device, let inode)? = try? NamedPlace(files[position].path),
      case .file(let ownDevice, let ownInode)? = try? NamedPlace(path),
      (device, inode) != (ownDevice, ownInode)
    else { return nil }
    return (
      FileIdentity(device: device, inode: inode), FileIdentity(device: ownDevice, inode: ownInode)
    )
  }

  private mutating func append(_ file: ListedFile, _ key: FilePath) {
    files.append(file)
    keys.append(key)
  }

  private mutating func complain(_ text: String, of path: FilePath) {
    var file = ListedFile(path)
    file.failure = .failed(path, .trouble, text)
    append(file, path)
  }

  /// What is found by walking is no link.
  private mutating func realPath(ofFound path: FilePath) -> FilePath {
    let folder = path.folder
    let real = realFolders[folder] ?? (Sysroot().realPath(of: folder) ?? folder)
    realFolders[folder] = real
    return real.appending(path.name)
  }

  private mutating func journal(beside path: FilePath) throws(StorageError) -> FileIdentity? {
    guard try FileStore().hasJournal(beside: path) else { return nil }
    isInterrupted = true
    return try FileStore().interruption(at: path).map {
      FileIdentity(device: $0.device, inode: $0.inode)
    }
  }

  /// Whether a file is a backup: nobody means these by naming a folder, nor what a run makes for itself.
  private func isBackup(_ path: FilePath) -> Bool {
    func ends(with suffix: [UInt8]) -> Bool {
      path.name.count > suffix.count && path.name.suffix(suffix.count).elementsEqual(suffix)
    }
    return ends(with: Array("~".utf8)) || backupSuffix.map(ends) ?? false
  }
}
