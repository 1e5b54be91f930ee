// Programs on which the model is held against the loader.

import Foundation

/// Programs of the system.
enum InstalledPrograms {
  /// Every program in the folders of programs that glibc's loader starts with what the environment
  /// tells it.
  static let all: [String] = SystemFiles.dynamicFiles().filter { file in
    file.processor.isX86_64 && file.hasInterpreter
      && ["/usr/bin/", "/usr/sbin/"].contains { file.path.hasPrefix($0) } && listens(file)
  }.map(\.path)

  /// With the rights of another user the loader does not say what it does.
  private static func listens(_ file: InstalledFile) -> Bool {
    let attributes = try? FileManager.default.attributesOfItem(atPath: file.path)
    let mode = attributes?[.posixPermissions] as? Int ?? 0
    return mode & 0o6000 == 0
  }

  /// Programs that every system has on which the tests run: those of the essential packages, and of
  /// packages that the tests install.
  static let fixed: [String] = names.split(whereSeparator: \.isWhitespace).map { "/usr/bin/\($0)" }

  private static let names = """
    arch b2sum base32 base64 basename basenc cat chcon chgrp chmod chown cksum comm cp csplit
    cut date dd df dir dircolors dirname du echo env expand expr factor false fmt fold groups head
    hostid id install join link ln logname ls md5sum mkdir mkfifo mknod mktemp mv nice nl nohup
    nproc numfmt od paste pathchk pinky pr printenv printf ptx pwd readlink realpath rm rmdir runcon
    seq sha1sum sha224sum sha256sum sha384sum sha512sum shred shuf sleep sort split stat stdbuf stty
    sum sync tac tail tee test timeout touch tr true truncate tsort tty uname unexpand uniq unlink
    users vdir wc who whoami yes
    bash dash grep sed find xargs gzip tar perl diff diff3 cmp sdiff hostname mawk
    dpkg dpkg-deb dpkg-query dpkg-split dpkg-divert apt-get apt-cache apt-config
    addpart choom chrt dmesg fallocate flock getopt ionice ipcmk ipcrm ipcs logger lsblk lscpu lsipc
    lslocks lsmem lsns mcookie mountpoint namei nsenter partx prlimit renice rev script setarch
    setsid setterm taskset unshare wdctl whereis
    x86_64-linux-gnu-ar x86_64-linux-gnu-as x86_64-linux-gnu-ld.bfd x86_64-linux-gnu-ld.gold
    x86_64-linux-gnu-nm x86_64-linux-gnu-objcopy x86_64-linux-gnu-objdump x86_64-linux-gnu-readelf
    x86_64-linux-gnu-strip x86_64-linux-gnu-gcc-12 x86_64-linux-gnu-g++-12 x86_64-linux-gnu-cpp-12
    eu-elflint eu-nm eu-readelf eu-strip eu-unstrip patchelf mold git make
    """
}
