// `audit --with`: collisions that wait for a dlopen.

import Foundation
import TestSupport
import Testing

@Suite struct LatentTests {
  /// A program with a copy of what a plugin defines; no dependency list names the plugin.
  private func stage(_ plugin: String = Self.plugin) throws -> (
    workshop: Workshop, program: URL, folder: URL
  ) {
    let workshop = try Workshop()
    let program = try workshop.program(
      "int one(void) { return 1; } int host(void) { return 9; } int main(void) { return 0; }")
    let folder = workshop.folder.file("plugins")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try FileManager.default.moveItem(
      at: try workshop.library("plugin.so", plugin), to: folder.appendingPathComponent("plugin.so"))
    return (workshop, program, folder)
  }

  private static let plugin =
    "int one(void) { return 2; } int two(void) { return 3; } int run(void) { return one() + two(); }"

  @Test func aPluginThatNobodyNames() throws {
    let (workshop, program, folder) = try stage()
    #expect(try AuditOutcome(program.path).status == 0)
    let outcome = try AuditOutcome("--with=\(folder.path)", program.path)
    #expect(outcome.status == 1 && outcome.findings.isEmpty)
    #expect(outcome.librariesRead == 1 && (outcome.symbolsIndexed ?? 0) >= 3)
    let latent = try #require(outcome.latent["plugin.so"])
    #expect(latent.names == ["one"] && latent.own == 1)
    #expect(latent.cure.cured == 1)
    // It is what the model says of the process once the plugin is opened.
    let opened = try AuditOutcome("--dlopen=\(folder.path)/plugin.so", program.path)
    #expect(try opened.finding("plugin.so").captured == ["one"])

    try latent.cure.follow(in: workshop.folder.url)
    #expect(try AuditOutcome("--with=\(folder.path)", program.path).status == 0)
    #expect(try AuditOutcome("--dlopen=\(folder.path)/plugin.so", program.path).status == 0)
  }

  /// The first report: the driver takes libdbus, which the program has a copy of; the toolkit that
  /// would bring libdbus is left out.
  @Test func theDriverOfTheFirstReport() throws {
    let sample = try EmbeddedDbus()
    let bare = sample.folder.file("bare")
    let archive = try mustRun("pkg-config", ["--variable=libdir", "dbus-1"]).dropLast()
    try mustRun(
      "gcc",
      [
        "-o", bare.path, "-rdynamic", "-fuse-ld=bfd",
        try sample.folder.write(
          "void dbus_threads_init_default(void); int main(void) { dbus_threads_init_default(); }\n",
          to: "bare.c"
        ).path, "-w", "-Wl,--whole-archive", "\(archive)/libdbus-1.a", "-Wl,--no-whole-archive",
        "-l:libsystemd.so.0",
      ])
    #expect(try AuditOutcome(bare.path).status == 0)
    let outcome = try AuditOutcome("--with=\(archive)/libdbus-1.so.3", bare.path)
    let latent = try #require(outcome.latent.first)
    #expect(latent.key.hasPrefix("libdbus-1.so.3"))
    #expect(latent.value.family == "dbus" && latent.value.own > 300)
    #expect(latent.value.cure.cured == latent.value.names.count)
  }

  @Test func whatIsInTheProcessIsNotLatent() throws {
    let copies = try TwoCopies(in: Workshop(), as: .pie)
    let outcome = try AuditOutcome("--with=\(copies.workshop.folder.url.path)", copies.program.path)
    #expect(outcome.findings.count == 1 && outcome.latent.isEmpty && outcome.librariesRead == 1)
  }

  @Test func versionsAreAsked() throws {
    let workshop = try Workshop()
    let one = try workshop.script("V1 { one; };", named: "one")
    let two = try workshop.script("V2 { one; };", named: "two")
    let plugin = try workshop.library("plugin.so", Self.plugin, [two])
    for (script, status) in [(one, 0), (two, 1)] as [(String, Int32)] {
      let program = try workshop.program(
        "int one(void) { return 1; } int main(void) { return 0; }", [script])
      #expect(try AuditOutcome("--with=\(plugin.path)", program.path).status == status)
    }
  }

  /// A plugin counts on the program for one of the names: half a cure would split the other.
  @Test func whatPluginsNeedIsNotTaken() throws {
    let (workshop, program, folder) = try stage(
      Self.plugin + " int host(void) { return 8; } int call(void) { return host(); }")
    let needy = try workshop.library("needy.so", "int host(void); int ask(void) { return host(); }")
    try FileManager.default.moveItem(at: needy, to: folder.appendingPathComponent("needy.so"))
    let outcome = try AuditOutcome("--with=\(folder.path)", program.path)
    let cure = try #require(outcome.latent["plugin.so"]).cure
    #expect(cure.commands.isEmpty && cure.cured == 0 && cure.captured == 2)
    let obstacle = try #require(cure.obstacle)
    #expect(obstacle.hasPrefix("host must stay [plugin]") && obstacle.contains("needy.so"))
    // Without the needy one, nothing speaks for the name.
    try FileManager.default.removeItem(at: folder.appendingPathComponent("needy.so"))
    let free = try #require(try AuditOutcome("--with=\(folder.path)", program.path).latent.first)
    #expect(free.value.cure.commands.count == 1 && free.value.cure.cured == 2)
    try free.value.cure.follow(in: workshop.folder.url)
    #expect(try AuditOutcome("--with=\(folder.path)", program.path).status == 0)
  }

  /// A line goes by names: the library's `host` is of another version than the one that a plugin
  /// wants of the program, and would go all the same.
  @Test func aDemandInAnotherVersion() throws {
    let workshop = try Workshop()
    let first = try workshop.script("V1 { host; };", named: "first")
    let second = try workshop.script("V2 { host; }; V3 { one; };", named: "second")
    let program = try workshop.program(
      "int host(void) { return 1; } int one(void) { return 2; } int main(void) { return 0; }",
      [first])
    let library = try workshop.library(
      "liblate.so", "int host(void) { return 9; } int one(void) { return 1; }", [second])
    let plugin = try workshop.library(
      "plugin.so", "int host(void); int ask(void) { return host(); }")
    let free = try AuditOutcome("--with=\(library.path)", program.path)
    #expect(try #require(free.latent["liblate.so"]).cure.commands.count == 1)
    let outcome = try AuditOutcome("--with=\(library.path)", "--with=\(plugin.path)", program.path)
    let cure = try #require(outcome.latent["liblate.so"]).cure
    #expect(cure.captured == 1 && cure.commands.isEmpty)
    #expect(cure.obstacle?.hasPrefix("host must stay [plugin]") == true)
  }

  /// Nothing is said to be tried that was not.
  @Test func whatIsOnlyDecided() throws {
    let (workshop, program, folder) = try stage()
    defer { withExtendedLifetime(workshop) {} }
    let text = try symdemote("audit", "--with=\(folder.path)", program.path).output
    #expect(text.contains("demotes 1 name; none is needed by the libraries read"))
    #expect(!text.contains("as tried in the model"))
    let opened = try symdemote("audit", "--dlopen=\(folder.path)/plugin.so", program.path).output
    #expect(opened.contains("cures it, as tried in the model"))
  }

  /// Links in circles, pipes, damaged files, other machines' libraries: none of them matters.
  @Test func foldersMayHoldAnything() throws {
    let (workshop, program, folder) = try stage()
    let files = FileManager.default
    let deep = folder.appendingPathComponent("deep/er")
    try files.createDirectory(at: deep, withIntermediateDirectories: true)
    for (link, target) in [
      (deep.appendingPathComponent("up"), ".."), (folder.appendingPathComponent("self"), "self"),
      (folder.appendingPathComponent("again.so"), "plugin.so"),
      (folder.appendingPathComponent("nowhere.so"), "/nonexistent"),
    ] {
      try files.createSymbolicLink(atPath: link.path, withDestinationPath: target)
    }
    try files.linkItem(
      at: folder.appendingPathComponent("plugin.so"), to: deep.appendingPathComponent("hard.so"))
    try mustRun("mkfifo", [folder.appendingPathComponent("pipe.so").path])
    try workshop.folder.write("\u{7f}ELF damaged", to: "plugins/damaged.so")
    try workshop.folder.write("INPUT(-lc)\n", to: "plugins/script.so")
    let outcome = try AuditOutcome("--with=\(folder.path)", program.path)
    #expect(outcome.librariesRead == 1 && outcome.latent.count == 1)
    #expect(outcome.errors.contains("damaged.so") && !outcome.errors.contains("script.so"))
    #expect(outcome.status == 1)
  }

  /// Whoever names a file means a library, and a folder is expected to hold some.
  @Test func rootsWithoutLibraries() throws {
    let (workshop, program, folder) = try stage()
    let text = try workshop.folder.write("INPUT(-lc)\n", to: "script.so").path
    for path in [text, program.path, "/nonexistent"] {
      let result = try symdemote("audit", "--with=\(path)", program.path)
      #expect(result.status == 2 && result.errors.contains(path))
    }
    let empty = workshop.folder.file("empty")
    try FileManager.default.createDirectory(at: empty, withIntermediateDirectories: true)
    let warned = try symdemote("audit", "--with=\(empty.path)", program.path)
    #expect(warned.status == 0 && warned.errors.contains("no library in this folder"))
    let full = try symdemote("audit", "--with=\(folder.path)", program.path)
    #expect(full.status == 1 && !full.errors.contains("no library in this folder"))
    #expect(!full.errors.contains("--dlopen"))
  }

  /// What a plugin brings with it is not looked at unless it is among those that are read.
  @Test func dependenciesThatAreNotRead() throws {
    let (workshop, program, folder) = try stage()
    let dependency = try link(
      "int far(void) { return 1; }", to: "libfar.so", in: workshop.folder, as: .shared,
      ["-Wl,-soname,libfar.so"])
    _ = try link(
      "int near(void) { return 1; }", to: "plugins/near.so", in: workshop.folder, as: .shared,
      ["-Wl,--no-as-needed", dependency.path])
    let without = try symdemote("audit", "--with=\(folder.path)", program.path)
    #expect(without.errors.contains("1 of the libraries read needs others"))
    let with = try symdemote(
      "audit", "--with=\(folder.path)", "--with=\(dependency.path)", program.path)
    #expect(!with.errors.contains("of the libraries read need"))
  }

  /// However many threads there are, the report is the same; several programs share one reading.
  @Test func severalPrograms() throws {
    let (workshop, program, folder) = try stage()
    defer { withExtendedLifetime(workshop) {} }
    let arguments = [
      "audit", "--with=\(folder.path)", "--with=/usr/lib/x86_64-linux-gnu/libz.so.1",
    ]
    let first = try run(toolPath, arguments + [program.path, "/usr/bin/env"])
    let second = try run(toolPath, arguments + [program.path, "/usr/bin/env"])
    #expect(first.output == second.output && first.status == 1)
    #expect(first.output.contains("2 libraries read"))
    #expect(first.output.contains("/usr/bin/env: nothing is captured"))
  }
}
