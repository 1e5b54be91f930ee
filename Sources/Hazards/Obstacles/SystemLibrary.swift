// The loader, the C library and the kernel's vDSO find each other's names by ways of their own:
// through versions that are nobody else's (GLIBC_PRIVATE), by lookups before relocation (glibc
// elf/rtld.c, elf/dl-lookup-direct.c, sysdeps/unix/sysv/linux/dl-vdso.h), or because program and
// kernel agree on them. Nothing in them is exported by accident.
//
// Which files they are is told by what is in the file, not by its path: by DT_SONAME, or, in a
// library of another name, by a definition that only they have: `_rtld_global` (glibc's loader),
// `__libc_early_init` (its C library since 2.32), `_dl_debug_addr` (musl, uClibc). Older ones of
// glibc go by their soname.

internal import ELFModel

extension DynamicImage {
  var systemLibraryObstacle: Obstacle? {
    let reason: String
    if isVirtualObject {
      reason = "this is the kernel's vDSO, whose names every C library looks up"
    } else if hasSystemSoname || definesSystemName {
      reason = "this is the loader or the C library itself, which need all of each other's names"
    } else {
      return nil
    }
    return Obstacle(id: "c-library", structure: TableName.symbols.rawValue, reason: reason)
  }

  private var isVirtualObject: Bool {
    guard let soname else { return false }
    return soname.hasPrefix("linux-vdso") || soname.hasPrefix("linux-gate.so.")
  }

  private var hasSystemSoname: Bool {
    guard let soname else { return false }
    let prefixes = [
      "libc.so.", "libc.musl-", "ld-linux", "ld.so.", "ld64.so.", "ld-musl-", "ld-uClibc",
      "ld64-uClibc", "ld-elf.so.",
    ]
    // musl's own soname, and bionic's.
    return soname == "libc.so" || prefixes.contains { soname.hasPrefix($0) }
  }

  private var definesSystemName: Bool {
    guard header.objectType == .sharedLibrary else { return false }
    return symbolIndices.contains { index in
      let symbol = self[index]
      return !symbol.isUndefined && symbol.binding != .local
        && systemNames.match(nameAt: symbol.nameOffset, of: strings.table)
    }
  }
}

private let systemNames = NamePatterns(
  names: ["_rtld_global", "_rtld_global_ro", "__libc_early_init", "_dl_debug_addr"])
