// The file name of a dynamic linker, which tells its machine's variant: `ld-linux-armhf.so.3`,
// `ld-musl-x86_64.so.1`.

enum LoaderName {
  /// The file name in `path` up to its first dot.
  static func stem(of path: [UInt8]) -> ArraySlice<UInt8> {
    let start = path.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
    return path[start...].prefix { $0 != UInt8(ascii: ".") }
  }
}
