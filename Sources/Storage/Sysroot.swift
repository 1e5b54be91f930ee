// A folder that holds the file system of another machine. Its symbolic links mean what they would
// mean there: one that begins with a slash begins at the folder, and none leads out of it.

internal import Glibc

/// Where the files of the modelled system are.
public struct Sysroot: Sendable {
  private let root: FilePath?

  /// The system below the folder `root`; this one if it is nil.
  public init(_ root: FilePath? = nil) { self.root = root }

  /// Whether the folder is there, and is one.
  public var isThere: Bool {
    guard let root else { return true }
    guard let status = try? Linux().status(at: root) else { return false }
    return status.st_mode & S_IFMT == S_IFDIR
  }

  /// Where the file at `path` of the system is; nil if nothing has that path. Without a folder this
  /// is `path` itself, whether or not something has it; so is a path that does not begin with a
  /// slash, which begins where the user stands.
  public func location(of path: FilePath) -> FilePath? {
    guard let root, path.bytes.first == UInt8(ascii: "/") else { return path }
    return components(of: path, below: root).map { Self.join($0, below: root) }
  }

  /// `path` as it is called in the system, absolute and without symbolic links; nil if nothing has
  /// it.
  public func realPath(of path: FilePath) -> FilePath? {
    guard let root else { return try? Linux().realPath(path) }
    guard path.bytes.first == UInt8(ascii: "/") else { return systemPath(ofOwn: path) }
    return components(of: path, below: root).map { Self.join($0, below: FilePath("")) }
  }

  /// What the file at `path` of this system is called in the modelled one, absolute and without
  /// symbolic links: without the folder's own path if it lies there; nil if nothing has that path.
  public func systemPath(ofOwn path: FilePath) -> FilePath? {
    guard let real = try? Linux().realPath(path) else { return nil }
    guard let root, let top = try? Linux().realPath(root),
      real.bytes.starts(with: top.bytes + [UInt8(ascii: "/")])
    else { return real }
    return FilePath(real.bytes.dropFirst(top.bytes.count))
  }

  /// As many links as Linux follows on one path.
  private static let linkLimit = 40

  private func components(of path: FilePath, below root: FilePath) -> [ArraySlice<UInt8>]? {
    var resolved: [ArraySlice<UInt8>] = []
    var pending = Array(Self.split(path.bytes).reversed())
    var links = 0
    while let component = pending.popLast() {
      if component.elementsEqual(".".utf8) { continue }
      if component.elementsEqual("..".utf8) {
        _ = resolved.popLast()
        continue
      }
      let place = Self.join(resolved + [component], below: root)
      do {
        guard let target = try Linux().linkTarget(place) else {
          resolved.append(component)
          continue
        }
        links += 1
        guard links <= Self.linkLimit else { return nil }
        if target.first == UInt8(ascii: "/") { resolved = [] }
        pending += Self.split(target).reversed()
      } catch {
        return nil
      }
    }
    return resolved
  }

  private static func split(_ path: [UInt8]) -> [ArraySlice<UInt8>] {
    path.split(separator: UInt8(ascii: "/"))
  }

  private static func join(_ components: [ArraySlice<UInt8>], below root: FilePath) -> FilePath {
    guard !components.isEmpty else { return root.bytes.isEmpty ? FilePath("/") : root }
    return FilePath(root.bytes + components.flatMap { [UInt8(ascii: "/")] + $0 })
  }
}
