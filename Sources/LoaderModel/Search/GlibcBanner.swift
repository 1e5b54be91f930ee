// Whose glibc a loader is of: it says so in its version message.
//
// Source: glibc elf/dl-usage.c `_dl_version`, with the distributor's name for the package.

internal import ELFModel

enum GlibcBanner {
  /// Whether the loader whose file is `bytes` is Debian's, or made of Debian's sources.
  static func isDebian(in bytes: [UInt8]) -> Bool {
    let banners = ["(Debian GLIBC ", "(Ubuntu GLIBC "].map { Array($0.utf8) }
    var start = 0
    while true {
      start = ByteSearch.first(UInt8(ascii: "("), in: bytes, start..<bytes.count)
      if start == bytes.count { return false }
      if banners.contains(where: { bytes[start...].starts(with: $0) }) { return true }
      start += 1
    }
  }
}
