// A folder that a run makes for itself, below TMPDIR, where what is packed in an archive can be looked at as
// the files that it will be. It goes with the run, also where a signal ends that. One that was killed leaves
// it, and the next run of the same user removes it: whoever has such a folder holds its lock. Nothing else is
// ever removed: the name, the mode and the mark in it tell whose it is.

internal import CSystem
internal import Glibc

/// A folder that only this run uses, removed when it is no longer needed.
public final class PrivateFolder {
  /// What files are made in, without symbolic links.
  public let path: FilePath
  /// It with the mark.
  private let outside: FilePath
  private let lock: Descriptor
  /// By which signals know it.
  private let number: Int32
  private let system: any SystemCalls

  /// Makes an empty folder.
  ///
  /// - Throws: ``StorageError``.
  public init() throws(StorageError) {
    let system = Linux()
    self.system = system
    let named = unsafe getenv("TMPDIR").map { name in
      FilePath(
        unsafe UnsafeBufferPointer(start: name, count: strlen(name)).map {
          UInt8(bitPattern: $0)
        })
    }
    let parent = named.flatMap { $0.bytes.isEmpty ? nil : $0 } ?? FilePath("/tmp")
    let real = try system.realPath(parent) ?? parent
    Self.removeStale(in: real, system)
    outside = try system.makeTemporaryFolder(real.appending(Name.prefix))
    path = outside.appending(Name.files)
    do throws(StorageError) {
      lock = try system.open(outside, O_RDONLY | O_DIRECTORY)
      _ = try system.lock(lock, outside)
      _ = try system.open(
        outside.appending(Name.mark), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600)
      number = system.removeAtSignals(outside, markedBy: Name.mark)
      try system.makeFolder(path)
    } catch {
      Self.remove(outside, system)
      throw error
    }
  }

  deinit {
    Self.remove(outside, system)
    csystem_leave_at_signals(number)
  }

  /// Makes the file at `name` below the folder, and the folders on the way, and has `fill` write it.
  ///
  /// - Parameter name: a relative path without `.` and `..`.
  /// - Returns: where it is.
  /// - Throws: ``StorageError``, or what `fill` throws.
  public func make(_ name: [UInt8], _ fill: (NewFile) throws -> Void) throws -> FilePath {
    let components = name.split(separator: UInt8(ascii: "/")).map { Array($0) }
    precondition(!components.contains { $0 == Array("..".utf8) }, "the name stays in the folder")
    var place = path
    for component in components.dropLast() {
      place = place.appending(component)
      try system.makeFolder(place)
    }
    place = path.appending(Array(components.joined(separator: [UInt8(ascii: "/")])))
    let descriptor = try system.open(place, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600)
    try fill(NewFile(descriptor, place, system))
    return place
  }

  /// What such a folder is called, and what is in it.
  private enum Name {
    static let prefix = Array("symdemote-folder-".utf8)
    static let mark = Array("made-by-symdemote".utf8)
    static let files = Array("files".utf8)

    /// Whether mkdtemp(3) could have made `name`: six letters or digits come behind the prefix.
    static func fits(_ name: [UInt8]) -> Bool {
      name.count == prefix.count + 6 && name.starts(with: prefix)
        && name[prefix.count...].allSatisfy {
          (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
        }
    }
  }

  /// Removes what killed runs of the caller's left in `parent`.
  private static func removeStale(in parent: FilePath, _ system: any SystemCalls) {
    for name in (try? system.entryNames(of: parent)) ?? [] where Name.fits(name) {
      let path = parent.appending(name)
      guard let status = try? system.linkStatus(at: path), status.st_mode & S_IFMT == S_IFDIR,
        status.st_mode & 0o777 == 0o700, status.st_uid == system.caller().user,
        let folder = try? system.open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW),
        // One that was just made may have no lock yet.
        status.isOlder(than: 2),
        case .held? = try? system.lock(folder, path),
        isMarked(path, system)
      else { continue }
      remove(path, system)
    }
  }

  /// Whether the folder at `path` has the mark. One that is empty needs none.
  private static func isMarked(_ path: FilePath, _ system: any SystemCalls) -> Bool {
    guard let names = try? system.entryNames(of: path) else { return false }
    guard let mark = try? system.linkStatus(at: path.appending(Name.mark)) else {
      return names.isEmpty
    }
    return mark.st_mode & S_IFMT == S_IFREG && mark.st_size == 0
      && mark.st_uid == system.caller().user
  }

  /// Removes the folder at `path` with all that was made in it, as far as that can be done: the mark after
  /// the files, so that a run which is killed meanwhile leaves one that can be removed.
  private static func remove(_ path: FilePath, _ system: any SystemCalls) {
    removeAll(path.appending(Name.files), system)
    try? system.unlink(path.appending(Name.mark))
    try? system.removeFolder(path)
  }

  /// Removes the folder at `path` with everything below it, as far as that can be done. What is a link
  /// is not followed.
  private static func removeAll(_ path: FilePath, _ system: any SystemCalls) {
    guard let status = try? system.linkStatus(at: path), status.st_mode & S_IFMT == S_IFDIR else {
      return
    }
    var folders = [path]
    var place = 0
    while place < folders.count {
      let folder = folders[place]
      place += 1
      for name in (try? system.entryNames(of: folder)) ?? [] {
        let entry = folder.appending(name)
        if let status = try? system.linkStatus(at: entry), status.st_mode & S_IFMT == S_IFDIR {
          folders.append(entry)
        } else {
          try? system.unlink(entry)
        }
      }
    }
    for folder in folders.reversed() { try? system.removeFolder(folder) }
  }
}

extension stat {
  /// Whether the file changed last so many seconds ago, or more.
  fileprivate func isOlder(than seconds: Int) -> Bool {
    time(nil) - st_ctim.tv_sec >= seconds
  }
}
