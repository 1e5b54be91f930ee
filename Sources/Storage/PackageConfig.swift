// What pkg-config knows of a library, asked of libpkgconf: it honours PKG_CONFIG_PATH and
// PKG_CONFIG_LIBDIR, and runs nothing.

internal import CPkgconf
internal import Glibc

/// What the `.pc` file of a package says of linking with it.
public struct PackageConfig: Sendable, Equatable {
  /// The folders of `-L`, in order, then its `libdir` and those that every linker searches.
  public private(set) var folders: [FilePath] = []
  /// The names of `-l`, a file's own name behind a colon; without what only the system's own libraries are.
  public private(set) var libraries: [String] = []
  /// Libraries named by their path.
  public private(set) var files: [FilePath] = []
  /// The packages that it builds upon.
  public private(set) var required: [String] = []

  /// What the package called `name` says of itself, in `Libs`; nil if there is no such package.
  public init?(of name: String) {
    let personality = unsafe pkgconf_cross_personality_default()
    // libpkgconf reports to nobody by default.
    guard let client = unsafe pkgconf_client_new(nil, nil, personality) else { return nil }
    defer { unsafe pkgconf_client_free(client) }
    unsafe pkgconf_client_dir_list_build(client, personality)
    guard let package = unsafe pkgconf_pkg_find(client, name) else { return nil }
    defer { unsafe pkgconf_pkg_unref(client, package) }

    var node = unsafe package.pointee.libs.head
    while let current = unsafe node {
      unsafe add(current.pointee.data.assumingMemoryBound(to: pkgconf_fragment_t.self).pointee)
      unsafe node = current.pointee.next
    }
    if let folder = unsafe pkgconf_tuple_find(client, &package.pointee.vars, "libdir") {
      folders.append(FilePath(unsafe String(cString: folder)))
    }
    folders += ["/usr/local/lib", "/usr/lib64", "/lib64", "/usr/lib", "/lib"].map { FilePath($0) }
    unsafe node = package.pointee.required.head
    while let current = unsafe node {
      let dependency = unsafe current.pointee.data.assumingMemoryBound(
        to: pkgconf_dependency_t.self)
      if let name = unsafe dependency.pointee.package {
        required.append(unsafe String(cString: name))
      }
      unsafe node = current.pointee.next
    }
  }

  private mutating func add(_ fragment: pkgconf_fragment_t) {
    guard let data = unsafe fragment.data else { return }
    let text = unsafe String(cString: data)
    switch unsafe UInt8(bitPattern: fragment.type) {
    case UInt8(ascii: "L"): folders.append(FilePath(text))
    case UInt8(ascii: "l"):
      if !Self.platform.contains(text) { libraries.append(text) }
    default:
      if text.hasPrefix("/") { files.append(FilePath(text)) }
    }
  }

  /// Parts of the C library and the compilers' runtimes, which many a package names beside its own.
  private static let platform: Set = [
    "c", "m", "dl", "rt", "pthread", "util", "resolv", "stdc++", "c++", "gcc", "gcc_s", "atomic",
  ]
}
