// The wheel, installed by pip where there is nothing but Python.

import Foundation
import TestSupport
import Testing

@Suite struct DistributionWheelTests {
  private let wheel: URL

  init() throws { wheel = try DistributionFiles.made.get().wheel() }

  @Test func pipPutsTheToolOnThePathAndTakesItAway() throws {
    let root = try CleanRoot("python3-venv")
    let (program, library) = try LeakySample.built.get()
    let name = wheel.lastPathComponent
    for file in [wheel, program, library] {
      try root.put(file, at: "/tmp/\(file.lastPathComponent)")
    }
    try root.mustRun("python3", "-m", "venv", "/tmp/env")
    func installed() throws -> String {
      try mustRun("find", [root.file("/tmp/env").path, "-not", "-path", "*/__pycache__*"])
    }
    let before = try installed()
    try root.mustRun("/tmp/env/bin/pip", "install", "--no-index", "/tmp/\(name)")
    #expect(
      try root.mustRun("/tmp/env/bin/pip", "list", "--format=freeze").contains(
        "symdemote==\(DistributionFiles.version())\n"))

    let path = "PATH=/tmp/env/bin:/usr/bin"
    #expect(
      try root.mustRun("env", path, "symdemote", "--version").hasPrefix(
        "symdemote \(DistributionFiles.version())\n"))
    try root.mustRun(
      "env", path, "symdemote", "apply", "--demote=tally_*", "/tmp/leaky", "/tmp/libleaky.so.1")
    #expect(try exportedNames(root.file("/tmp/libleaky.so.1")) == LeakySample.interface)
    #expect(
      try root.mustRun("env", "LD_LIBRARY_PATH=/tmp", "/tmp/leaky") == LeakySample.separate)
    #expect(
      try Data(contentsOf: root.file("/tmp/env/bin/symdemote"))
        == Data(contentsOf: URL(fileURLWithPath: toolPath)))
    for (mode, file, place) in try DistributionFiles.manifest() {
      let isDebians = place.contains("dh_") || place.hasPrefix("share/perl5")
      let isThere = FileManager.default.fileExists(atPath: root.file("/tmp/env/\(place)").path)
      if isDebians { #expect(!isThere, "\(place)") }
      if place.hasPrefix("bin/") && !isDebians {
        #expect(FileManager.default.isExecutableFile(atPath: root.file("/tmp/env/\(place)").path))
      }
      if ["share/man/", "share/bash-completion/", "lib/cmake/"].contains(where: place.hasPrefix)
        && !isDebians
      {
        #expect(isThere, "\(mode) \(file) \(place)")
      }
    }

    try root.mustRun("/tmp/env/bin/pip", "uninstall", "--yes", "symdemote")
    let leftovers = Set(try installed().split(separator: "\n"))
      .subtracting(before.split(separator: "\n"))
    // pip leaves folders that it made; no file may stay.
    for leftover in leftovers {
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: String(leftover), isDirectory: &isFolder)
      #expect(isFolder.boolValue, "\(leftover)")
    }
  }

  @Test func itsRecordAgreesWithItsMembers() throws {
    let folder = try TemporaryFolder()
    let unpack = ["-m", "wheel", "unpack", "-d", folder.url.path]
    try mustRun("/usr/bin/python3", unpack + [wheel.path])

    // With another byte in a member, the record no longer agrees.
    let copy = folder.file(wheel.lastPathComponent)
    let member = "symdemote-\(try DistributionFiles.version()).data/scripts/symdemote-cc"
    try mustRun(
      "/usr/bin/python3",
      [
        "-c",
        """
        import sys, zipfile
        source = zipfile.ZipFile(sys.argv[1])
        with zipfile.ZipFile(sys.argv[2], 'w') as target:
            for item in source.infolist():
                content = source.read(item)
                target.writestr(item, b'#' if item.filename == sys.argv[3] else content)
        """, wheel.path, copy.path, member,
      ])
    let refusal = try run("/usr/bin/python3", unpack + [copy.path])
    #expect(!refusal.succeeded)
    #expect(refusal.errors.contains("symdemote-cc"))
  }

  @Test(arguments: [
    ("manylinux_2_17_x86_64", true), ("manylinux2014_x86_64", true),
    ("musllinux_1_1_x86_64", true), ("manylinux_2_12_x86_64", false),
    ("manylinux_2_17_aarch64", false), ("macosx_11_0_x86_64", false), ("win_amd64", false),
  ])
  func pipTakesItForItsPlatforms(platform: String, isTaken: Bool) throws {
    let folder = try TemporaryFolder()
    let python = try Self.python.get()
    let result = try run(
      python.path,
      [
        "-m", "pip", "download", "--no-index", "--no-deps", "--only-binary=:all:",
        "--find-links", wheel.deletingLastPathComponent().path, "--platform", platform,
        "--dest", folder.url.path, "symdemote",
      ])
    #expect(result.succeeded == isTaken, "\(result.errors)")
  }

  /// A Python with pip, which Debian's own is without.
  private static let python = Result {
    let folder = try TemporaryFolder().kept()
    try mustRun("/usr/bin/python3", ["-m", "venv", folder.path])
    return folder.appendingPathComponent("bin/python")
  }

  /// manylinux_2_17 is CentOS 7, whose kernel is Linux 3.10: system calls from 3.14 on are not there.
  @Test func itNeedsNoSystemCallThatTheOldestSystemLacks() throws {
    let folder = try TemporaryFolder()
    let sample = try LeakySample.built.get()
    let (program, library) = (folder.file("leaky"), folder.file("libleaky.so.1"))
    try FileManager.default.copyItem(at: sample.program, to: program)
    try FileManager.default.copyItem(at: sample.library, to: library)
    let source = try folder.write(Self.oldKernel, to: "old.c")
    let old = folder.file("old")
    try mustRun("gcc", ["-o", old.path, source.path])

    try mustRun(old.path, [toolPath, "apply", "--demote=tally_*", program.path, library.path])
    #expect(try LeakySample.output(of: program, with: library) == LeakySample.separate)
    try mustRun(old.path, [toolPath, "audit", program.path])
    // It is not there: getrandom (3.17), which the tool would use, fails.
    let probe = "exit(syscall(318, my $b = ' ' x 8, 8, 0) == 8 ? 0 : $! + 0)"
    #expect(try run("perl", ["-e", probe]).status == 0)
    #expect(try run(old.path, ["/usr/bin/perl", "-e", probe]).status == 38)
  }

  /// Runs a program to which the system calls from number 314 on, sched_setattr, do not exist.
  private static let oldKernel = """
    #include <errno.h>
    #include <linux/filter.h>
    #include <linux/seccomp.h>
    #include <stddef.h>
    #include <sys/prctl.h>
    #include <unistd.h>

    int main(int count, char **words) {
      struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 314, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
      };
      struct sock_fprog filter = {4, code};
      if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) return 125;
      if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter)) return 125;
      execv(words[1], words + 1);
      return 126;
    }

    """
}
