// A folder that a run makes for itself, below TMPDIR, where what is packed in an archive can be looked at as
// the files that it will be. It goes with the run. One that was killed leaves it, and the next run of the
// same user removes it: whoever has such a folder holds its lock.

internal import Glibc

/// A folder that only this run uses, removed when it is no longer needed.
public final class PrivateFolder {
  /// Where it is, without symbolic links.
  public let path: FilePath
  private let lock: Descriptor
  private let system: any SystemCalls

  private static let prefix = Array("symdemote-folder-".utf8)

  /// Makes an empty folder.
  ///
  /// - Throws: ``StorageError``.
  public init() throws(StorageError) {
    let system = Linux()
    self.system = system
    let named = unsafe getenv("TMPDIR").map { unsafe FilePath(String(cString: $0)) }
    let parent = named.flatMap { $0.bytes.isEmpty ? nil : $0 } ?? FilePath("/tmp")
    let real = try system.realPath(parent) ?? parent
    Self.removeStale(in: real, system)
    path = try system.makeTemporaryFolder(real.appending(Self.prefix))
    do throws(StorageError) {
      lock = try system.open(path, O_RDONLY | O_DIRECTORY)
      _ = try system.lock(lock, path)
    } catch {
      Self.remove(path, system)
      throw error
    }
  }

  deinit { Self.remove(path, system) }

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

  /// Removes what killed runs of the caller's left in `parent`.
  private static func removeStale(in parent: FilePath, _ system: any SystemCalls) {
    for name in (try? system.entryNames(of: parent)) ?? [] where name.starts(with: prefix) {
      let path = parent.appending(name)
      guard let status = try? system.linkStatus(at: path), status.st_mode & S_IFMT == S_IFDIR,
        status.st_uid == system.caller().user,
        let folder = try? system.open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW),
        // One that was just made may have no lock yet.
        status.isOlder(than: 2),
        case .held? = try? system.lock(folder, path)
      else { continue }
      remove(path, system)
    }
  }

  /// Removes the folder at `path` with everything below it, as far as that can be done. What is a link
  /// is not followed.
  private static func remove(_ path: FilePath, _ system: any SystemCalls) {
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
