// The tool's version and what `--version` prints (GNU coding standards, "--version").

package enum Version {
  package static let number = "0.1.0"

  static let text = """
    symdemote \(number)
    Linked with libelf of elfutils (GPL-2+ or LGPL-3+), zlib (Zlib), libmd (BSD), PCRE2 (BSD),
    libpkgconf (ISC), parts of libiberty (GPL-2+ and LGPL-2+, each with permission to link), the
    GNU C library (LGPL-2.1+), libstdc++ and libgcc (GPL-3+ with the GCC Runtime Library
    Exception) and the Swift runtime (Apache-2.0 with Runtime Library Exception).

    """
}
