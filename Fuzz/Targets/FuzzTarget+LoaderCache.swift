// ld.so.cache in its three forms, as the loader of any machine reads it, and the loader's own file,
// in which its default directories are sought. The first byte chooses.

internal import ELFModel
internal import LoaderModel

extension FuzzTarget {
  /// Reads a cache, and looks up each name in it.
  public static let loaderCache = FuzzTarget(name: "FuzzLoaderCache") { bytes in
    let (chosen, rest) = bytes.choice(of: conventions.count + 1)
    guard chosen < conventions.count else {
      _ = SystemDirectories(in: rest)?.libraryName
      return
    }
    guard let cache = LoaderCache(rest, conventions[chosen]) else { return }
    for name in rest.split(separator: 0).lazy.filter({ $0.count < 300 }).prefix(64) {
      let file = name[((name.lastIndex(of: UInt8(ascii: "/")) ?? name.startIndex - 1) + 1)...]
      for capabilities in [[], ["x86-64-v3", "x86-64-v2"]] {
        guard let path = cache.path(of: file, capabilities: capabilities) else { continue }
        require(path.count <= rest.count, "a path stands in the cache")
      }
    }
  }

  private static let conventions: [CacheConvention] = [
    (62, FileClass.elf64, ByteOrder.little, "ld-linux-x86-64.so.2"),
    (62, .elf32, .little, "ld-linux-x32.so.2"), (3, .elf32, .little, "ld-linux.so.2"),
    (183, .elf64, .little, "ld-linux-aarch64.so.1"), (40, .elf32, .little, "ld-linux-armhf.so.3"),
    (40, .elf32, .big, "ld-linux.so.3"), (21, .elf64, .big, "ld64.so.1"),
    (22, .elf64, .big, "ld64.so.1"), (243, .elf64, .little, "ld-linux-riscv64-lp64d.so.1"),
    (258, .elf64, .little, "ld-linux-loongarch-lp64d.so.1"),
    (8, .elf64, .little, "ld.so.1"),
  ].map { code, fileClass, byteOrder, loader in
    CacheConvention(
      for: FileHeader(
        fileClass: fileClass, byteOrder: byteOrder,
        machine: .known(code: code, fileClass: fileClass), objectType: .sharedLibrary,
        segmentTable: 0..<0), interpreter: Array("/lib/\(loader)".utf8))
  }
}
