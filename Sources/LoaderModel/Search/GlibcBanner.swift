// Whose glibc a loader is of: it says so in its version message.
//
// Source: glibc elf/dl-usage.c `_dl_version`, with the distributor's name for the package.

enum GlibcBanner {
  /// Whether the loader whose file is `bytes` is Debian's, or made of Debian's sources.
  static func isDebian(in bytes: [UInt8]) -> Bool {
    bytes.indices.contains { start in
      bytes[start] == UInt8(ascii: "(")
        && ["(Debian GLIBC ", "(Ubuntu GLIBC "].contains { bytes[start...].starts(with: $0.utf8) }
    }
  }
}
