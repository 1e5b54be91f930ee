// Libraries, each with a command line that uses it.

import Foundation
import TestSupport

/// A shared library and what runs with it.
struct LibraryUse: Sendable {
  /// How the file's name begins.
  let library: String
  let command: Command

  init(_ library: String, _ package: String, _ program: String, _ arguments: String...) {
    self.library = library
    command = Command(package, program, arguments)
  }

  /// The libraries that the loader finds by name.
  private static let known: [String] = {
    // "	libz.so.1 (libc6,x86-64) => /lib/x86_64-linux-gnu/libz.so.1"
    let lines = (try? mustRun("/sbin/ldconfig", ["-p"]))?.split(separator: "\n") ?? []
    return lines.filter { $0.contains("x86-64") }.compactMap { line in
      line.firstRange(of: " => ").map { String(line[$0.upperBound...]) }
    }
  }()

  private var path: String? { Self.known.first { $0.contains("/\(library)") } }

  /// Every use that is tried if program and library are installed.
  static let all = everyday + toolchain + network + data

  private static let everyday = [
    LibraryUse("libpcre2-8.so.", "grep", "/usr/bin/grep", "-P", "^(?!s)(t|l)", "text"),
    LibraryUse("libselinux.so.", "coreutils", "/usr/bin/ls", "-Z", "text"),
    LibraryUse("libtinfo.so.", "bash", "/usr/bin/bash", "-c", "echo ${BASH##*/}"),
    LibraryUse("libgmp.so.", "coreutils", "/usr/bin/expr", "99999999999999999999", "*", "3"),
    LibraryUse("libacl.so.", "tar", "/usr/bin/tar", "--acls", "-cvf", "/dev/null", "text"),
    LibraryUse("liblzma.so.", "xz-utils", "/usr/bin/xz", "--stdout", "text"),
    LibraryUse("libbz2.so.", "bzip2", "/usr/bin/bzip2", "--stdout", "text"),
    LibraryUse("libcap.so.", "zsh", "/usr/bin/zsh", "-f", "-c", "zmodload zsh/cap; cap"),
    LibraryUse("libm.so.", "lua5.4", "/usr/bin/lua5.4", "-e", "print(math.sin(1), math.exp(1))"),
    LibraryUse("libreadline.so.", "lua5.4", "/usr/bin/lua5.4", "-v"),
  ]

  private static let toolchain = [
    LibraryUse("libmpfr.so.", "gcc", "/usr/bin/gcc", "-O2", "-S", "-o", "-", "half.c"),
    LibraryUse("libmpc.so.", "gcc", "/usr/bin/gcc", "-O2", "-S", "-o", "-", "half.c"),
    LibraryUse("libisl.so.", "gcc", "/usr/bin/gcc", "-O3", "-S", "-o", "-", "half.c"),
    LibraryUse(
      "libbfd-2.40-system.so", "binutils", "/usr/bin/objdump", "--all-headers", "/usr/bin/env"),
    LibraryUse("libopcodes-2.40-system.so", "binutils", "/usr/bin/objdump", "-d", "/usr/bin/env"),
    LibraryUse("libelf.so.", "elfutils", "/usr/bin/eu-readelf", "--symbols", "/usr/bin/env"),
    LibraryUse(
      "libdw.so.", "elfutils", "/usr/bin/eu-readelf", "--debug-dump=frames", "/usr/bin/env"),
  ]

  private static let network = [
    LibraryUse("libcrypto.so.", "openssl", "/usr/bin/openssl", "dgst", "-sha256", "text"),
    LibraryUse("libssl.so.", "openssl", "/usr/bin/openssl", "ciphers", "-v"),
    LibraryUse("libcurl.so.", "curl", "/usr/bin/curl", "--version"),
    LibraryUse("libnghttp2.so.", "curl", "/usr/bin/curl", "--version"),
    LibraryUse("libidn2.so.", "curl", "/usr/bin/curl", "--version"),
    LibraryUse("libssh2.so.", "curl", "/usr/bin/curl", "--version"),
    LibraryUse("libldap-", "curl", "/usr/bin/curl", "--version"),
    LibraryUse("libapr-1.so.", "apache2-bin", "/usr/sbin/apache2", "-l"),
    LibraryUse("libaprutil-1.so.", "apache2-bin", "/usr/sbin/apache2", "-l"),
  ]

  private static let data = [
    LibraryUse("libz.so.", "php-cli", "/usr/bin/php", "-n", "-r", "echo crc32(gzcompress('aaa'));"),
    LibraryUse(
      "libxml2.so.", "php-cli", "/usr/bin/php", "-n", "-r", "var_dump(libxml_get_errors());"),
    LibraryUse("libsodium.so.", "php-cli", "/usr/bin/php", "-n", "-r", "echo sodium_bin2hex('a');"),
    LibraryUse(
      "libsqlite3.so.", "sqlite3", "/usr/bin/sqlite3", ":memory:", "select upper('a'), 7*6"),
    LibraryUse("libedit.so.", "mariadb-client-core", "/usr/bin/mariadb", "--no-defaults", "--help"),
    LibraryUse(
      "libexpat.so.", "python3", "/usr/bin/python3", "-I", "-c",
      "import pyexpat; print(pyexpat.ParserCreate().Parse('<a><b/></a>', True))"),
  ]
}

extension LibraryUse: Attempt {
  var name: String { "\(library) in \(command.name)" }
  var package: String { command.package }
  var isInstalled: Bool { command.isInstalled && path != nil }

  func trial() throws -> Trial {
    try Trial(library: path ?? "", program: command.program, command.arguments)
  }
}
