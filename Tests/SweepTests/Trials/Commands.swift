// Command lines that do no harm and say the same twice. Programs that export much come first:
// the sample takes the first that are installed. All of them export something that no other
// object binds to at start; elfutils and libc-bin do not, whose libraries export the same names.

import Foundation

/// A program of Debian 12 with arguments.
struct Command: Sendable {
  /// The package to install.
  let package: String
  let program: String
  let arguments: [String]

  init(_ package: String, _ program: String, _ arguments: String...) {
    self.init(package, program, arguments)
  }

  init(_ package: String, _ program: String, _ arguments: [String]) {
    (self.package, self.program, self.arguments) = (package, program, arguments)
  }

  /// Every command line that is tried if its program is installed.
  static let all = interpreters + servers + everyday + toolchain + accounts

  private static let interpreters = [
    Command("bash", "/usr/bin/bash", "-c", "for i in 1 2 3; do echo $((i * i)); done; type cd"),
    Command(
      "perl-base", "/usr/bin/perl", "-MList::Util=sum", "-e", "print sum(map { $_ ** 2 } 1 .. 9)"),
    Command(
      "python3", "/usr/bin/python3", "-I", "-c", "import mmap; print(2 ** 99, mmap.ACCESS_READ)"),
    Command("zsh", "/usr/bin/zsh", "-f", "-c", "a=(c b a); print ${(o)a} ${(U)a}; zmodload"),
    Command("lua5.4", "/usr/bin/lua5.4", "-e", "print(('x'):rep(3), math.pi, #arg)"),
    Command("lua5.3", "/usr/bin/lua5.3", "-e", "print(string.format('%5.2f', 2 / 3))"),
    Command("luajit", "/usr/bin/luajit", "-e", "for i = 1, 3 do print(i, bit.bnot(i)) end"),
    Command("php-cli", "/usr/bin/php", "-n", "-r", "echo strrev('abc'), json_encode([1, 2]);"),
    Command("nodejs", "/usr/bin/node", "-e", "console.log([3, 1, 2].sort(), 2n ** 70n)"),
    Command("gdb", "/usr/bin/gdb", "-nx", "-batch", "-ex", "print 6 * 7"),
    Command("make", "/usr/bin/make", "--eval", "all: ; @echo $(words a b c) $(sort c b a)"),
  ]

  private static let servers = [
    Command("redis-tools", "/usr/bin/redis-check-aof", "appendonly"),
    Command("weechat-headless", "/usr/bin/weechat-headless", "--help"),
    Command("znc", "/usr/bin/znc", "--version"),
    Command("uwsgi-core", "/usr/bin/uwsgi-core", "--help"),
    Command("apache2-bin", "/usr/sbin/apache2", "-l"),
    Command("mariadb-client-core", "/usr/bin/mariadb", "--no-defaults", "--help"),
    Command("iproute2", "/usr/bin/ip", "-V"),
    Command("iproute2", "/usr/sbin/tc", "-V"),
    Command("openssh-client", "/usr/bin/ssh", "-Q", "cipher"),
    Command("gpg", "/usr/bin/gpg", "--version"),
    Command("git", "/usr/bin/git", "hash-object", "text"),
  ]

  private static let everyday = [
    Command("tar", "/usr/bin/tar", "--create", "--verbose", "--file=/dev/null", "text"),
    Command("sed", "/usr/bin/sed", "s/\\(.\\)\\(.*\\)/\\2\\1/", "text"),
    Command("grep", "/usr/bin/grep", "-n", "-E", "^(three|lines)$", "text"),
    Command("coreutils", "/usr/bin/sort", "--key=1.2", "text"),
    Command("coreutils", "/usr/bin/wc", "text"),
    Command("coreutils", "/usr/bin/ls", "-l", "text"),
    Command("coreutils", "/usr/bin/dir", "-1"),
    Command("coreutils", "/usr/bin/vdir", "text"),
    Command("coreutils", "/usr/bin/dircolors", "--print-database"),
    Command("e2fsprogs", "/usr/sbin/e2fsck", "-V"),
    Command("debianutils", "/usr/bin/run-parts", "--list", "--regex=^text$", "."),
    Command("less", "/usr/bin/less", "--version"),
    Command("patch", "/usr/bin/patch", "--version"),
    Command("zip", "/usr/bin/zip", "--version"),
  ]

  private static let toolchain = [
    Command("gcc", "/usr/bin/gcc", "-dumpmachine"),
    Command("g++", "/usr/bin/g++", "-print-search-dirs"),
    Command("cpp", "/usr/bin/cpp", "--version"),
    Command("gcc", "/usr/bin/gcov", "--version"),
    Command("gcc", "/usr/bin/gcov-tool", "--version"),
    Command("gcc", "/usr/bin/gcov-dump", "--version"),
    Command("binutils", "/usr/bin/as", "--target-help"),
    Command("binutils", "/usr/bin/ld.bfd", "--verbose"),
    Command("binutils", "/usr/bin/readelf", "--file-header", "--wide", "/usr/bin/env"),
    Command("binutils", "/usr/bin/objdump", "--file-headers", "/usr/bin/env"),
    Command("binutils", "/usr/bin/elfedit", "--version"),
    Command("mold", "/usr/bin/mold", "--version"),
  ]

  private static let accounts = [
    Command("passwd", "/usr/sbin/useradd", "--help"),
    Command("passwd", "/usr/sbin/usermod", "--help"),
    Command("passwd", "/usr/sbin/groupadd", "--help"),
    Command("passwd", "/usr/bin/gpasswd", "--help"),
  ]
}

extension Command: Attempt {
  var name: String { program }
  var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: program) }
  func trial() throws -> Trial { try Trial(program: program, arguments) }
}
