// The regular files below a folder, for commands that look at many files.
//
// Symbolic links to files are followed where libraries are looked for, which are found through them,
// and are not where files are to be edited; those to folders are never, so that a walk ends and
// stays where it was sent. Each file is met once, whatever its names: by the first one that is no
// link. What is neither file nor folder is never opened.

internal import Glibc

/// The names in the folder at `path`, sorted.
///
/// - Throws: ``StorageError``.
public func folderNames(_ path: FilePath) throws(StorageError) -> [[UInt8]] {
  try Linux().entryNames(of: path).sorted { $0.lexicographicallyPrecedes($1) }
}

/// A file that a walk met.
public struct FoundFile: Sendable {
  /// Where it is.
  public let path: FilePath
  /// `st_dev` and `st_ino`.
  public let identity: (device: UInt64, inode: UInt64)
  /// Every name of the file that the walk met and that is no link, in order.
  public fileprivate(set) var names: [FilePath] = []
}

/// What there is below some folders.
public struct FolderWalk: Sendable {
  /// The files, in the order of their paths.
  public private(set) var files: [FoundFile] = []
  /// What could not be read.
  public private(set) var failures: [StorageError] = []

  /// Walks through `roots`, each a folder or a file.
  ///
  /// - Throws: ``StorageError`` for a root that is not there.
  public init(_ roots: [FilePath], followsLinks: Bool = true) throws(StorageError) {
    var search = Search(followsLinks: followsLinks)
    for root in roots {
      guard let status = try Linux().status(at: root) else {
        throw .system(call: "stat", path: root, code: ENOENT)
      }
      search.visit(root, status, isLink: false)
    }
    while let folder = search.pending.popLast() { search.read(folder) }
    files = search.found.sorted {
      $0.path.bytes.lexicographicallyPrecedes($1.path.bytes)
    }
    failures = search.failures
  }
}

private struct Search {
  private struct Identity: Hashable {
    let device: UInt64
    let inode: UInt64

    init(_ status: stat) { (device, inode) = (UInt64(status.st_dev), UInt64(status.st_ino)) }
  }

  let followsLinks: Bool
  var pending: [FilePath] = []
  private var names: [Identity: [FilePath]] = [:]
  private var folders: Set<Identity> = []
  private var links: Set<Identity> = []
  private var foundByIdentity: [Identity: FoundFile] = [:]
  private(set) var failures: [StorageError] = []

  var found: [FoundFile] {
    foundByIdentity.map { identity, file in
      var file = file
      file.names = (names[identity] ?? []).sorted {
        $0.bytes.lexicographicallyPrecedes($1.bytes)
      }
      return file
    }
  }

  init(followsLinks: Bool) { self.followsLinks = followsLinks }

  mutating func visit(_ path: FilePath, _ status: stat, isLink: Bool) {
    let identity = Identity(status)
    switch status.st_mode & S_IFMT {
    case S_IFDIR where !isLink:
      if folders.insert(identity).inserted { pending.append(path) }
    case S_IFREG:
      if !isLink { names[identity, default: []].append(path) }
      let file = FoundFile(path: path, identity: (identity.device, identity.inode))
      guard let known = foundByIdentity[identity] else {
        foundByIdentity[identity] = file
        if isLink { links.insert(identity) }
        return
      }
      let isEarlier = path.bytes.lexicographicallyPrecedes(known.path.bytes)
      let wasLink = links.contains(identity)
      if wasLink == isLink ? isEarlier : wasLink { foundByIdentity[identity] = file }
      if !isLink { links.remove(identity) }
    default: break
    }
  }

  mutating func read(_ folder: FilePath) {
    do throws(StorageError) {
      let slash = folder.bytes.last == UInt8(ascii: "/") ? [] : [UInt8(ascii: "/")]
      for name in try Linux().entryNames(of: folder) {
        // One entry that cannot be looked at leaves the others as they are.
        do throws(StorageError) {
          try visit(FilePath(folder.bytes + slash + name))
        } catch {
          failures.append(error)
        }
      }
    } catch {
      failures.append(error)
    }
  }

  private mutating func visit(_ path: FilePath) throws(StorageError) {
    guard let entry = try Linux().linkStatus(at: path) else { return }
    guard entry.st_mode & S_IFMT == S_IFLNK else {
      visit(path, entry, isLink: false)
      return
    }
    // A link to nothing, or one that leads in a circle, leads to no library.
    if followsLinks, let target = try? Linux().status(at: path) {
      visit(path, target, isLink: true)
    }
  }
}
