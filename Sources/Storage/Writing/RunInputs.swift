// The files that a run is given: none of them may be lost to the backup of another.

internal import Glibc

/// What a run works on, by inode and by place.
public struct RunInputs: Sendable {
  private struct Identity: Hashable {
    let device: dev_t
    let inode: ino_t

    init(_ status: stat) { (device, inode) = (status.st_dev, status.st_ino) }
  }

  private var identities: Set<Identity> = []
  /// The paths by their last names: only these can be the same place.
  private var paths: [[UInt8]: [FilePath]] = [:]

  /// The files at `paths`, as they are now. What cannot be looked at is told of when its turn comes.
  public init(_ paths: [FilePath]) {
    for path in paths { insert(path) }
  }

  /// Adds the file at `path`.
  public mutating func insert(_ path: FilePath) {
    if let status = try? Linux().status(at: path) { identities.insert(Identity(status)) }
    paths[Array(path.lastComponent), default: []].append(path)
  }

  /// Whether one of them is the file whose status is `present`.
  func have(_ present: stat?) -> Bool { present.map { identities.contains(Identity($0)) } ?? false }

  /// Those that may be at the place of `path`, as far as their names tell.
  func namedLike(_ path: FilePath) -> [FilePath] { paths[Array(path.lastComponent)] ?? [] }
}
