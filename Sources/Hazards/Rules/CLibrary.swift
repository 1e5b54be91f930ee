// The loader and the C library find each other's names by ways of their own
// (glibc elf/dl-lookup-direct.c, GLIBC_PRIVATE); nothing in them is there by accident.

internal import ELFModel

extension Rule {
  static let cLibrary = Rule(
    id: "c-library", reason: "this file is the loader or the C library itself"
  ) { image in
    let isOne = isLoaderOrCLibrary(image)
    return { _, _ in isOne }
  }

  private static func isLoaderOrCLibrary(_ image: DynamicImage) -> Bool {
    guard let soname = image.soname else { return false }
    return ["libc.so.", "ld-linux", "ld.so.", "ld64.so.", "ld-musl-", "libc.musl-", "linux-vdso"]
      .contains { soname.hasPrefix($0) } || soname == "libc.so"
  }
}
