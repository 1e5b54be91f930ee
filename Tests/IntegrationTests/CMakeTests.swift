// CMake: the demotion as a part of the link, from the build to the package.

import Foundation
import TestSupport
import Testing

@Suite struct CMakeTests {
  /// The package, configured.
  private struct Build {
    let tree: InstalledTree
    let package: SamplePackage
    let folder: URL

    init(generator: String = "Ninja", _ options: [String] = []) throws {
      tree = try InstalledTree()
      package = try SamplePackage("cmake")
      folder = package.folder.file("a build")
      try configure(["-G", generator] + options)
    }

    func configure(_ options: [String]) throws {
      try mustRun(
        "cmake",
        [
          "-S", package.source.path, "-B", folder.path, "-DCMAKE_PREFIX_PATH=\(tree.file("").path)",
          "-DCMAKE_BUILD_TYPE=Release",
        ] + options)
    }

    func build() throws -> RunResult {
      try run("cmake", ["--build", folder.path, "--config", "Release"])
    }

    /// What the build made, wherever the generator puts it.
    func product(_ name: String) -> URL {
      let nested = folder.appendingPathComponent("Release/\(name)")
      return FileManager.default.fileExists(atPath: nested.path)
        ? nested : folder.appendingPathComponent(name)
    }
  }

  @Test(arguments: ["Ninja", "Unix Makefiles", "Ninja Multi-Config"])
  func theLinkDemotesAndOnlyTheLink(generator: String) throws {
    let build = try Build(generator: generator)
    let first = try build.build()
    #expect(first.succeeded, "\(first.output)\(first.errors)")
    let host = build.product("host")
    #expect(try exportedNames(host).isDisjoint(with: SamplePackage.bundled))
    #expect(try exportedNames(host).contains("host_answer"))
    #expect(try mustRun(host.path) == SamplePackage.apart)
    #expect(try exportedNames(build.product("libcourier.so")) == ["courier_deliver"])
    // What was not asked for is as it was.
    #expect(try exportedNames(build.product("libparcel.so")) == SamplePackage.bundled)

    // Nothing changed, so nothing is done.
    let linked = try FileIdentity(host)
    let second = try build.build()
    #expect(second.succeeded && !second.output.contains("demoted"), "\(second.output)")
    #expect(try FileIdentity(host) == linked)

    // A policy that keeps more: the link gives back what the edit took away.
    try build.package.write("all\nkeep host_answer\nkeep parcel_add\n", to: "host.policy")
    let third = try build.build()
    #expect(third.succeeded, "\(third.output)\(third.errors)")
    #expect(try exportedNames(host).intersection(SamplePackage.bundled) == ["parcel_add"])
    #expect(try FileIdentity(host) != linked)
  }

  @Test(arguments: ["Ninja", "Unix Makefiles"])
  func aRefusalFailsTheBuildUntilItIsMended(generator: String) throws {
    let build = try Build(generator: generator)
    try build.package.write("demote _edata\n", to: "host.policy")
    for _ in 1...2 {
      let refused = try build.build()
      #expect(!refused.succeeded)
      let words = refused.output + refused.errors
      #expect(words.contains("_edata must stay exported") && words.contains("[runtime-lookup]"))
    }
    try build.package.write("demote parcel_*\n", to: "host.policy")
    #expect(try build.build().succeeded)
    #expect(try exportedNames(build.product("host")).isDisjoint(with: SamplePackage.bundled))
  }

  @Test func withoutItTheSymbolsLeak() throws {
    let build = try Build(["-DSymdemote_ENABLED=OFF"])
    #expect(try build.build().succeeded)
    let host = build.product("host")
    #expect(try exportedNames(host).isSuperset(of: SamplePackage.bundled))
    #expect(try mustRun(host.path) == SamplePackage.leaking)
    // The test that holds it against what was not done is not run; the one of its own selection is.
    let tests = try run("ctest", directory: build.folder)
    #expect(tests.output.contains("symdemote.host (Disabled)"), "\(tests.output)")
    #expect(tests.output.contains("courier-exports (Failed)"), "\(tests.output)")
  }

  @Test func installationWithStripAndPackageKeepIt() throws {
    let build = try Build()
    #expect(try build.build().succeeded)
    let prefix = build.package.folder.file("prefix")
    try mustRun(
      "cmake", ["--install", build.folder.path, "--prefix", prefix.path, "--strip"])
    try mustRun("cpack", ["-G", "DEB"], directory: build.folder)
    let content = build.package.folder.file("content")
    try mustRun(
      "dpkg-deb",
      ["-x", build.folder.appendingPathComponent("host-1.0-Linux.deb").path, content.path])

    for root in [prefix, content.appendingPathComponent("usr")] {
      let host = root.appendingPathComponent("bin/host")
      #expect(try section(".symtab", of: host) == nil)
      #expect(
        try mustRun("readelf", ["-dW", host.path]).contains("Library runpath: [$ORIGIN/../lib]"))
      #expect(try exportedNames(host).isDisjoint(with: SamplePackage.bundled))
      #expect(try exportedNames(host).contains("host_answer"))
      #expect(try mustRun(host.path) == SamplePackage.apart)
      #expect(
        try exportedNames(root.appendingPathComponent("lib/libcourier.so.2.0.1"))
          == ["courier_deliver"])
      #expect(try symdemote("verify", host.path).succeeded)
    }
  }

  @Test func theCheckPassesAndFindsALeak() throws {
    let build = try Build()
    #expect(try build.build().succeeded)
    let clean = try run("ctest", directory: build.folder)
    #expect(clean.succeeded && clean.output.contains("0 tests failed out of 2"), "\(clean.output)")

    try build.configure(["-DLEAKING=ON"])
    #expect(try build.build().succeeded)
    let leaking = try run("ctest", ["--output-on-failure"], directory: build.folder)
    #expect(!leaking.succeeded)
    #expect(leaking.output.contains("leaking: exports parcel_add: not allowed"))
    #expect(leaking.output.contains("1 tests failed out of 3"), "\(leaking.output)")
  }

  @Test(arguments: [
    ("symdemote_target(parcel ALL)", "parcel is no program, shared library or module"),
    ("symdemote_target(nobody ALL)", "there is no target nobody"),
    ("symdemote_target(host POLISH x)", "what does POLISH;x mean?"),
    ("symdemote_target(host KEEP)", "nothing follows KEEP"),
    ("symdemote_add_check_test(toolkit)", "toolkit has no selection"),
  ]) func aWrongCallSaysWhatIsWrong(call: String, words: String) throws {
    let build = try Build()
    let lists = try String(contentsOf: build.package.file("CMakeLists.txt"), encoding: .utf8)
    try build.package.write(lists + call + "\n", to: "CMakeLists.txt")
    let result = try run("cmake", [build.folder.path])
    #expect(!result.succeeded && result.errors.contains(words), "\(result.errors)")
  }

  @Test func theVersionIsTheTools() throws {
    let version = try #require(
      try mustRun(toolPath, ["--version"]).split(whereSeparator: \.isWhitespace).dropFirst().first)
    let file = projectFolder.appendingPathComponent(
      "Integrations/cmake/SymdemoteConfigVersion.cmake")
    #expect(
      try String(contentsOf: file, encoding: .utf8).contains("set(PACKAGE_VERSION \(version))\n"))

    // Asked for a later one, CMake says which it found.
    let tree = try InstalledTree()
    let folder = try TemporaryFolder()
    try folder.write(
      "cmake_minimum_required(VERSION 3.17)\nproject(p NONE)\nfind_package(Symdemote 99 REQUIRED)\n",
      to: "CMakeLists.txt")
    let result = try run(
      "cmake", ["-S", ".", "-B", "build", "-DCMAKE_PREFIX_PATH=\(tree.file("").path)"],
      directory: folder.url)
    #expect(
      !result.succeeded && result.errors.contains("version: \(version)"), "\(result.errors)")
  }
}
