// Meson: an install script that runs after the stripping, and `symdemote check` as a test.

import Foundation
import TestSupport
import Testing

@Suite struct MesonTests {
  /// The package, built.
  private struct Build {
    let tree: InstalledTree
    let package: SamplePackage
    let folder: URL

    init(policy: String? = nil) throws {
      tree = try InstalledTree()
      package = try SamplePackage("meson")
      folder = package.folder.file("a build")
      if let policy { try package.write(policy, to: "host.policy") }
      let arguments = ["setup", folder.path, package.source.path, "--prefix=/usr", "--libdir=lib"]
      try mustRun("meson", arguments, environment: tree.environment)
    }

    func meson(_ arguments: String..., environment: [String: String] = [:]) throws -> RunResult {
      try run(
        "meson", arguments, environment: tree.environment.merging(environment) { $1 },
        directory: folder)
    }

    /// What is installed at `place` below DESTDIR.
    func installed(_ place: String) -> URL {
      package.folder.file("a root").appendingPathComponent(place)
    }

    func install(_ arguments: String..., environment: [String: String] = [:]) throws -> RunResult {
      try run(
        "meson", ["install", "--destdir", installed("").path] + arguments,
        environment: tree.environment.merging(environment) { $1 }, directory: folder)
    }
  }

  @Test func whatIsInstalledAndStrippedIsDemoted() throws {
    let build = try Build()
    let result = try build.install("--strip")
    #expect(result.succeeded, "\(result.output)\(result.errors)")
    let host = build.installed("usr/bin/host")
    #expect(try section(".symtab", of: host) == nil)
    #expect(try exportedNames(host).isDisjoint(with: SamplePackage.bundled))
    #expect(try exportedNames(host).contains("host_answer"))
    #expect(try mustRun(host.path) == SamplePackage.apart)
    #expect(try symdemote("verify", host.path).succeeded)
    // Neither the library that is meant to export it nor the program in the build folder.
    let library = build.installed("usr/lib/libparcel.so.1.2.3")
    #expect(try exportedNames(library) == SamplePackage.bundled)
    #expect(try mustRun(build.folder.appendingPathComponent("host").path) == SamplePackage.leaking)

    // Once more over what is there, or not; the log tells of each.
    #expect(try build.install("--only-changed").succeeded)
    #expect(try build.install("--strip", "--quiet").succeeded)
    #expect(try mustRun(host.path) == SamplePackage.apart)
    let log = try String(
      contentsOf: build.folder.appendingPathComponent("meson-logs/symdemote-install.txt"),
      encoding: .utf8)
    let lines = log.split(separator: "\n").filter { $0.hasPrefix(host.path) }
      .map { $0.dropFirst(host.path.count) }
    #expect(lines.count == 3 && lines[1] == ": nothing to do", "\(log)")
    #expect(lines[0].hasPrefix(": 5 of 12 exports demoted") && lines[2] == lines[0], "\(log)")
  }

  @Test func withoutItTheSymbolsLeak() throws {
    let build = try Build()
    #expect(try build.install(environment: ["NO_SYMDEMOTE": "1"]).succeeded)
    let host = build.installed("usr/bin/host")
    #expect(try exportedNames(host).isSuperset(of: SamplePackage.bundled))
    #expect(try mustRun(host.path) == SamplePackage.leaking)
  }

  @Test func aRefusalEndsTheInstallation() throws {
    let build = try Build()
    // The build's own copy is made before; only the installation meets the new policy.
    #expect(try build.meson("compile").succeeded)
    try build.package.write("demote _edata\n", to: "host.policy")
    let result = try build.install("--no-rebuild")
    #expect(result.status == 3, "\(result.ending)")
    #expect((result.output + result.errors).contains("_edata must stay exported"))

    // With the copy it is met at build time.
    let early = try build.meson("compile")
    #expect(!early.succeeded)
    #expect((early.output + early.errors).contains("_edata must stay exported"))
  }

  @Test func theCheckPassesAndFindsALeak() throws {
    let build = try Build()
    let clean = try build.meson("test")
    #expect(clean.succeeded, "\(clean.output)\(clean.errors)")
    #expect(try build.meson("configure", "-Dleaking=true").succeeded)
    let leaking = try build.meson("test", "--print-errorlogs")
    #expect(!leaking.succeeded)
    #expect(leaking.output.contains("host: exports parcel_add: not allowed"))
  }

  @Test func theScriptSaysWhatItLacks() throws {
    let tree = try InstalledTree()
    let script = tree.file("bin/symdemote-meson-install").path
    let outside = try run(script, ["--all", "--", "bin/host"])
    #expect(outside.status == 2 && outside.errors.contains("only Meson can run this"))
    let environment = ["MESON_INSTALL_DESTDIR_PREFIX": "/nonexistent"]
    // An absolute name is that of a file to be installed, not of one that this machine has.
    let root = try TemporaryFolder()
    let destdir = root.file("a root")
    let printing = ["SYMDEMOTE": "/bin/echo", "MESON_INSTALL_PREFIX": "/usr"]
    let names = ["bin/a", "/opt/b", destdir.path + "/opt/c"]
    let staged = try run(
      script, ["--all", "--"] + names,
      environment: printing.merging(["MESON_INSTALL_DESTDIR_PREFIX": destdir.path + "/usr"]) { $1 })
    #expect(
      staged.output
        == "apply --all -- \(destdir.path)/usr/bin/a \(destdir.path)/opt/b \(destdir.path)/opt/c\n")
    let real = try run(
      script, ["--all", "--"] + names,
      environment: printing.merging(["MESON_INSTALL_DESTDIR_PREFIX": "/usr"]) { $1 })
    #expect(real.output == "apply --all -- /usr/bin/a /opt/b \(destdir.path)/opt/c\n")
    let filesLack = try run(script, ["--all", "bin/host"], environment: environment)
    #expect(filesLack.status == 2 && filesLack.errors.contains("no -- before the files"))
  }
}
