// Cargo: a linker that demotes what it has linked, and the hook of Tauri.

import Foundation
import TestSupport
import Testing

@Suite struct CargoTests {
  /// The package, and Cargo as if nobody had ever used it.
  private struct Build {
    let tree: InstalledTree
    let package: SamplePackage
    let log: URL

    init() throws {
      tree = try InstalledTree()
      package = try SamplePackage("cargo")
      log = package.folder.file("log")
    }

    func cargo(_ arguments: String..., environment: [String: String] = [:]) throws -> RunResult {
      let own = tree.environment.merging([
        "CARGO_HOME": package.folder.file("home").path, "SYMDEMOTE_LOG": log.path,
      ]) { $1 }
      return try run(
        "cargo", ["build", "--release", "--offline"] + arguments,
        environment: own.merging(environment) { $1 }, directory: package.source)
    }

    var host: URL { package.file("target/release/host") }

    /// The names of the files that were edited, without the hash that Cargo adds.
    func edited() throws -> [String] {
      guard let text = try? String(contentsOf: log, encoding: .utf8) else { return [] }
      return text.split(separator: "\n").filter { $0.hasPrefix(package.source.path) }.map {
        let path = $0.prefix { $0 != ":" }.split(separator: "/").last ?? ""
        return String(path.replacing(/-[0-9a-f]{16}/, with: ""))
      }.sorted()
    }
  }

  @Test func theProgramIsDemotedAndNothingElse() throws {
    let build = try Build()
    let first = try build.cargo()
    #expect(first.succeeded && !first.errors.contains("warning"), "\(first.errors)")
    #expect(try exportedNames(build.host).isDisjoint(with: SamplePackage.bundled))
    #expect(try mustRun(build.host.path) == SamplePackage.apart)
    #expect(try symdemote("verify", build.host.path).succeeded)
    #expect(try build.edited() == ["host"])

    // Nothing changed, so nothing is done.
    let linked = try FileIdentity(build.host)
    #expect(try build.cargo().succeeded)
    #expect(try FileIdentity(build.host) == linked)

    // A policy that keeps more, which build.rs told Cargo of.
    try build.package.write("keep parcel_count\n", to: "symdemote.policy")
    #expect(try build.cargo().succeeded)
    #expect(try exportedNames(build.host).contains("parcel_count"))
    #expect(try mustRun(build.host.path) == SamplePackage.leaking)
  }

  @Test func withoutItTheSymbolsLeak() throws {
    let build = try Build()
    #expect(try build.cargo(environment: ["NO_SYMDEMOTE": "1"]).succeeded)
    #expect(try exportedNames(build.host).contains("parcel_count"))
    #expect(try mustRun(build.host.path) == SamplePackage.leaking)
    #expect(try build.edited() == [])
  }

  /// 2.7 MB of arguments, of which rustc makes a response file.
  @Test func argumentsInAResponseFileAreFound() throws {
    let build = try Build()
    let driver = build.package.folder.file("driver")
    try Data("#!/bin/sh\necho \"$#:$1\" >>'\(driver.path).log'\nexec cc \"$@\"\n".utf8)
      .write(to: driver)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: driver.path)
    let result = try build.cargo(environment: ["HOST_LONG": "1", "SYMDEMOTE_CC": driver.path])
    #expect(result.succeeded, "\(result.errors)")
    let calls = try String(contentsOfFile: driver.path + ".log", encoding: .utf8)
    #expect(calls.split(separator: "\n").filter { $0.hasPrefix("1:@") }.count == 1, "\(calls)")
    #expect(try mustRun(build.host.path) == SamplePackage.apart)
    #expect(try build.edited() == ["host"])
  }

  @Test func sharedLibrariesAreEditedOnlyIfThatIsAsked() throws {
    let build = try Build()
    let library = build.package.file("target/release/libplugin.so")
    // What is said of programs is not said of libraries.
    #expect(
      try build.cargo("--workspace", environment: ["SYMDEMOTE_ARGS": "--all"]).succeeded)
    #expect(try exportedNames(library) == ["plugin_start", "plugin_helper"])
    #expect(try build.edited() == ["host"])

    try FileManager.default.removeItem(at: build.log)
    try FileManager.default.removeItem(at: build.package.file("target"))
    let asked = try build.cargo(
      "--workspace", environment: ["SYMDEMOTE_SHARED_ARGS": "--all --keep=plugin_start"])
    #expect(asked.succeeded, "\(asked.errors)")
    #expect(try exportedNames(library) == ["plugin_start"])
    // The proc macro was asked for as well, and rustc could use it all the same.
    #expect(Set(try build.edited()) == ["host", "libmacros.so", "libplugin.so"])
    #expect(try mustRun(build.host.path) == SamplePackage.apart)
  }

  @Test func aRefusalFailsTheLink() throws {
    let build = try Build()
    try build.package.write("demote _IO_stdin_used\n", to: "symdemote.policy")
    let flags = ["RUSTFLAGS": "-Clink-arg=-rdynamic -Clink-arg=-Wl,--no-gc-sections"]
    let refused = try build.cargo(environment: flags)
    #expect(!refused.succeeded)
    #expect(refused.errors.contains("_IO_stdin_used must stay exported"), "\(refused.errors)")
    #expect(refused.errors.contains("symdemote ended with 3"))
    #expect(!FileManager.default.fileExists(atPath: build.host.path))
    #expect(try !build.cargo(environment: flags).succeeded)
    try build.package.write("", to: "symdemote.policy")
    #expect(try build.cargo(environment: flags).succeeded)
  }

  @Test func tauriRunsItOnWhatCargoBuilt() throws {
    let file = projectFolder.appendingPathComponent("Integrations/cargo/tauri.linux.conf.json")
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
    let hooks = try #require(json["build"] as? [String: String])
    let command = try #require(hooks["beforeBundleCommand"])

    let build = try Build()
    let files = FileManager.default
    #expect(try build.cargo(environment: ["NO_SYMDEMOTE": "1"]).succeeded)
    // The package is where Tauri wants it, and its program is called `app`.
    let front = build.package.folder.file("front")
    try files.createDirectory(at: front, withIntermediateDirectories: true)
    try files.createSymbolicLink(
      at: front.appendingPathComponent("src-tauri"), withDestinationURL: build.package.source)
    let release = front.appendingPathComponent("src-tauri/target/release")
    let app = release.appendingPathComponent("app")
    try files.moveItem(at: release.appendingPathComponent("host"), to: app)
    #expect(try mustRun(app.path) == SamplePackage.leaking)
    let names = try #require(
      try files.attributesOfItem(atPath: app.path)[.referenceCount] as? Int)
    #expect(names == 2)

    try Data("demote parcel_*\n".utf8).write(
      to: front.appendingPathComponent("src-tauri/symdemote.policy"))
    try mustRun("sh", ["-c", command], environment: build.tree.environment, directory: front)
    #expect(try exportedNames(app).isDisjoint(with: SamplePackage.bundled))
    #expect(try mustRun(app.path) == SamplePackage.apart)
  }

  /// The sample with libdbus inside, linked by rustc: it crashes, or it does not.
  @Test func theSampleNoLongerCrashes() throws {
    let tree = try InstalledTree()
    let folder = try TemporaryFolder()
    let sample = projectFolder.appendingPathComponent("Samples/embedded-dbus")
    func words(_ arguments: String...) throws -> [String] {
      try mustRun("pkg-config", arguments + ["dbus-1"]).split(whereSeparator: \.isWhitespace)
        .map(String.init)
    }
    let libraries = try #require(try words("--variable=libdir").first)
    for (name, needed) in [("toolkit", ["-ldbus-1"]), ("driver", [])] {
      let output = name == "driver" ? "driver.so" : "libtoolkit.so"
      try mustRun(
        "gcc",
        words("--cflags") + ["-shared", "-fPIC", sample.appendingPathComponent("\(name).c").path]
          + ["-o", folder.file(output).path, "-L\(libraries)"] + needed)
    }
    func end(linker: String) throws -> RunResult {
      let program = folder.file("program").path
      try mustRun(
        "rustc",
        [
          "--edition=2021", sample.appendingPathComponent("main.rs").path, "-o", program,
          "-L", "native=\(libraries)", "-L", "native=\(folder.url.path)", "-C", "linker=\(linker)",
          "-C", "link-arg=-fuse-ld=bfd", "-C", "link-arg=-l:libsystemd.so.0",
          "-C", "link-arg=-Wl,-rpath,$ORIGIN",
        ], environment: ["SYMDEMOTE_ARGS": "--demote-from=\(libraries)/libdbus-1.a"])
      return try run(
        program, environment: ["DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/nonexistent/bus"],
        directory: folder.url)
    }
    #expect(try end(linker: "cc").signal == SIGSEGV)
    #expect(try end(linker: tree.file("bin/symdemote-cc").path).succeeded)
  }

  /// What `symdemote-cc` makes of its arguments, without a rustc.
  @Test func itIsACompilerDriver() throws {
    let tree = try InstalledTree()
    let package = try SamplePackage("cargo")
    let folder = package.file("parcel")
    func driver(_ arguments: String..., name: String = "symdemote-cc") throws -> RunResult {
      try run(tree.file("bin/\(name)").path, arguments, directory: folder)
    }
    func driver(_ arguments: [String]) throws -> RunResult {
      try run(tree.file("bin/symdemote-cc").path, arguments, directory: folder)
    }
    let program = ["-rdynamic", "host.c", "parcel.c", "toolkit.c", "-Dtoolkit_count=toolkit"]
    let file = folder.appendingPathComponent("a program")

    // A response file with quotes, backslashes and another one; own options leave it.
    try package.write(
      program.joined(separator: "\n") + "\n-o 'a'\\ \"program\" -Wsymdemote,--all",
      to: "parcel/inner")
    try package.write(
      "@inner -Wsymdemote,--keep=host_*,--keep=parcel_add '-DTEXT=\"a b\"' -D'OTHER=c d'",
      to: "parcel/outer")
    let result = try driver("@outer")
    #expect(result.succeeded, "\(result.errors)")
    #expect(
      try exportedNames(file).intersection(["host_answer", "parcel_add", "parcel_count", "main"])
        == ["host_answer", "parcel_add"])

    // Two response files with own options, each with what else it says.
    try package.write("host.c parcel.c -Wsymdemote,--all\n", to: "parcel/first")
    try package.write(
      "toolkit.c -rdynamic -Dtoolkit_count=toolkit -Wsymdemote,--keep=parcel_add,--all\n",
      to: "parcel/second")
    let both = try driver("@first", "@second", "-Wl,-o,both")
    #expect(both.succeeded, "\(both.errors)")
    #expect(
      try exportedNames(folder.appendingPathComponent("both")).intersection(["main", "parcel_add"])
        == ["parcel_add"])

    // A library, however that is said, is none of the programs; and what is not named is a.out.
    for words in [["-Wl,-soname,libx.so,-shared"], ["-Xlinker", "-shared"]] {
      let shared = try driver(
        ["parcel.c", "-fPIC", "-nostartfiles", "-Xlinker", "-o", "-Xlinker", "libx.so"] + words
          + ["-Wsymdemote,--all"])
      #expect(shared.succeeded, "\(shared.errors)")
      #expect(
        try exportedNames(folder.appendingPathComponent("libx.so")).contains("parcel_add"))
    }
    #expect(try driver(program + ["-Wsymdemote,--all"]).succeeded)
    let unnamed = folder.appendingPathComponent("a.out")
    #expect(try !exportedNames(unnamed).contains("parcel_add"))
    // What was there before and was not linked stays as it is.
    try mustRun("cp", [folder.appendingPathComponent("both").path, unnamed.path])
    #expect(try driver("--version", "-Wsymdemote,--all").succeeded)
    #expect(try exportedNames(unnamed).contains("parcel_add"))

    // Nothing was linked, or nothing that anybody binds to.
    #expect(try driver("-c", "parcel.c", "-o", "parcel.o", "-Wsymdemote,--all").succeeded)
    #expect(try driver("-r", "parcel.o", "-o", "whole.o", "-Wsymdemote,--all").succeeded)
    #expect(
      try driver(
        "-static", "host.c", "parcel.c", "toolkit.c", "-o", "static", "-Wsymdemote,--all"
      ).succeeded)
    let version = try driver("--version", "-Wsymdemote,--all")
    #expect(try version.succeeded && version.output == mustRun("cc", ["--version"]))

    // A configure script asks no more than whether something links.
    let null = folder.appendingPathComponent("null")
    try FileManager.default.createSymbolicLink(
      atPath: null.path, withDestinationPath: "/dev/null")
    #expect(
      try driver("parcel.c", "toolkit.c", "host.c", "-o", "null", "-Wsymdemote,--all").succeeded)
    #expect(FileManager.default.fileExists(atPath: null.path))

    // The driver's own failure, and that of a tool that is not there.
    let lost = try run(
      tree.file("bin/symdemote-cc").path,
      ["parcel.c", "toolkit.c", "host.c", "-o", "lost", "-Wsymdemote,--all"],
      environment: ["SYMDEMOTE": "/nonexistent/symdemote"], directory: folder)
    #expect(lost.status == 127 && lost.errors.contains("/nonexistent/symdemote"), "\(lost.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.appendingPathComponent("lost").path))
    #expect(try driver("nothing.c", "-o", "none", "-Wsymdemote,--all").status == 1)

    // The driver for another machine.
    try FileManager.default.createSymbolicLink(
      atPath: tree.file("bin/aarch64-linux-gnu-symdemote-cc").path,
      withDestinationPath: "symdemote-cc")
    let foreign = try driver(
      "-shared", "-fPIC", "parcel.c", "-o", "foreign.so", "-Wsymdemote-shared,--demote=parcel_add",
      name: "aarch64-linux-gnu-symdemote-cc")
    #expect(foreign.succeeded, "\(foreign.errors)")
    let library = folder.appendingPathComponent("foreign.so")
    #expect(try mustRun("readelf", ["-h", library.path]).contains("AArch64"))
    #expect(try exportedNames(library) == ["parcel_count", "parcel_total"])
  }
}
