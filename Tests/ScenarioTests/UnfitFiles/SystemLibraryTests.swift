// The loader, the C library and the vDSO are known by what is in them, and refused (status 3) with
// `--force` too. Their neighbours are not.

import Foundation
import TestSupport
import Testing

@Suite struct SystemLibraryTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let libraries = [
    "/lib/x86_64-linux-gnu/libc.so.6", "/lib64/ld-linux-x86-64.so.2", "/lib/ld-musl-x86_64.so.1",
    "/usr/aarch64-linux-gnu/lib/libc.so.6", "/usr/aarch64-linux-gnu/lib/ld-linux-aarch64.so.1",
    "/usr/arm-linux-gnueabihf/lib/libc.so.6", "/usr/i686-linux-gnu/lib/ld-linux.so.2",
    "/usr/riscv64-linux-gnu/lib/ld-linux-riscv64-lp64d.so.1",
    "/usr/powerpc64le-linux-gnu/lib/ld64.so.2", "/usr/s390x-linux-gnu/lib/ld64.so.1",
    "/usr/s390x-linux-gnu/lib/libc.so.6",
  ]

  /// Whatever it is called: by the path, or by a soname of its own.
  @Test(arguments: libraries) func theLoaderAndTheCLibrary(_ path: String) throws {
    let file = folder.file("libanything.so")
    try FileManager.default.copyItem(
      at: URL(fileURLWithPath: path).resolvingSymlinksInPath(), to: file)
    for options in [["--all"], ["--all", "--force"]] {
      try expectRefused(file, "this is the loader or the C library itself", options)
    }
    try mustRun("patchelf", ["--set-soname", "libanything.so", file.path])
    try expectRefused(file, "this is the loader or the C library itself", ["--all"])
  }

  /// Parts of the C library that nothing looks into are libraries like any other.
  @Test func otherLibrariesOfTheSystem() throws {
    for name in ["libm.so.6", "libresolv.so.2", "libnsl.so.1"] {
      let file = folder.file(name)
      let library = URL(fileURLWithPath: "/lib/x86_64-linux-gnu/\(name)")
      try FileManager.default.copyItem(at: library.resolvingSymlinksInPath(), to: file)
      try demote(in: file, "--all", "--no-process")
    }
  }

  @Test(arguments: [
    ("libc.so.6", true), ("libc.so", true), ("libc.musl-x86_64.so.1", true), ("ld64.so.2", true),
    ("ld-uClibc.so.1", true), ("libc-client.so.2", false), ("libcrypt.so.1", false),
    ("libld.so.1", false),
  ])
  func oldOnesGoByTheirSoname(_ soname: String, _ isRefused: Bool) throws {
    let file = try library(soname)
    if isRefused {
      try expectRefused(file, "this is the loader or the C library itself", ["--all"])
    } else {
      try demote(in: file, "--all")
    }
  }

  @Test(arguments: ["linux-vdso.so.1", "linux-vdso64.so.1", "linux-gate.so.1"])
  func theVirtualObject(_ soname: String) throws {
    try expectRefused(try library(soname), "this is the kernel's vDSO", ["--all", "--force"])
    try demote(in: try library("linux-vd.so.1"), "--all")
  }

  /// It is the definition that tells.
  @Test(arguments: ["__libc_early_init", "_rtld_global", "_dl_debug_addr"])
  func whoOnlyRefersToTheLoader(_ name: String) throws {
    let user = try link(
      "extern int \(name);\nint use(void) { return \(name); }", to: "libuser.so", in: folder,
      as: .shared)
    try demote(in: user, "--all")
    let owner = try link(
      "int \(name);\nint use(void) { return \(name); }", to: "libowner.so", in: folder, as: .shared)
    try expectRefused(owner, "[c-library]", ["--all"])
  }

  private func library(_ soname: String) throws -> URL {
    try link(
      "int function(void) { return 1; }", to: "library.so", in: folder, as: .shared,
      ["-Wl,-soname,\(soname)"])
  }

  private func expectRefused(
    _ file: URL, _ words: String, _ options: [String],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let before = try Data(contentsOf: file)
    for command in ["apply", "plan"] {
      let result = try run(toolPath, [command] + options + [file.path])
      #expect(result.status == 3, sourceLocation: sourceLocation)
      #expect(result.errors.contains(words), "\(result.errors)", sourceLocation: sourceLocation)
    }
    #expect(try Data(contentsOf: file) == before, sourceLocation: sourceLocation)
  }
}
