// `symdemote audit`: it names what is split, whose copy is used, and a line that cures it; and the
// line does what it says.

import Foundation
import TestSupport
import Testing

@Suite struct AuditTests {
  @Test(arguments: [Product.pie, .fixed])
  func aProgramThatCapturesALibrary(_ product: Product) throws {
    let copies = try TwoCopies(in: Workshop(), as: product)
    let before = try AuditOutcome(copies.program.path)
    #expect(before.status == 1)
    let finding = try before.finding("libreal.so")
    #expect(finding.owner == "libreal.so" && finding.captor == "program")
    #expect(finding.kind == "split" && finding.family == nil)
    #expect(finding.captured == ["shared_data", "shared_function"] && finding.own == 0)
    let cure = try #require(before.cures.first)
    #expect(
      cure.commands == [
        "symdemote apply --demote-from=\(copies.library.path) \(copies.program.path)"
      ])
    #expect(cure.cured == 2 && cure.captured == 2 && cure.kept.isEmpty)

    #expect(try output(of: copies.program) == TwoCopies.captured)
    try cure.follow(in: copies.workshop.folder.url)
    #expect(try output(of: copies.program) == TwoCopies.separate)
    let after = try AuditOutcome(copies.program.path)
    #expect(after.status == 0 && after.findings.isEmpty && after.cures.isEmpty)
  }

  /// The captor may be a library; then the cure says in which process it was tried.
  @Test func aLibraryThatCapturesAnother() throws {
    let copies = try TwoCopies(in: Workshop(), as: .shared)
    let before = try AuditOutcome(copies.program.path)
    #expect(try before.finding("libreal.so").captor == "libhost.so")
    let cure = try #require(before.cures.first)
    #expect(
      cure.commands == [
        "symdemote apply --in=\(copies.program.path) --demote-from=\(copies.library.path) "
          + copies.host.path
      ])
    try cure.follow(in: copies.workshop.folder.url)
    #expect(try output(of: copies.program) == TwoCopies.separate)
    #expect(try AuditOutcome(copies.program.path).status == 0)
  }

  @Test func embeddedDbus() throws {
    let sample = try EmbeddedDbus()
    let before = try AuditOutcome("./program-c", directory: sample.folder.url)
    #expect(before.status == 1)
    let library = try before.finding("libdbus-1.so.3")
    #expect(library.kind == "split" && library.family == "dbus")
    #expect(library.owner == "libdbus-1.so.3" && library.captor == "program-c")
    #expect(library.captured.count > 300 && library.own > 0)
    #expect(before.findings.first == library)
    let toolkit = try before.finding("libtoolkit.so")
    #expect(toolkit.kind == "whole" && toolkit.owner == "libdbus-1.so.3" && toolkit.own == 0)
    #expect((before.dull["copied-data"] ?? 0) > 0)

    let cure = try #require(before.cures.first)
    #expect(before.cures.count == 1 && cure.commands.count == 1)
    #expect(cure.commands[0].hasSuffix("/libdbus-1.so.3 ./program-c"))
    #expect(cure.cured == library.captured.count + toolkit.captured.count)
    #expect(try sample.start().signal == 11)
    try cure.follow(in: sample.folder.url)
    #expect(try sample.start().succeeded)
    let after = try AuditOutcome("./program-c", directory: sample.folder.url)
    #expect(after.status == 0 && after.findings.isEmpty)
  }

  /// The verdict comes first, and all of it fits a screen.
  @Test func textForPeople() throws {
    let sample = try EmbeddedDbus()
    let result = try symdemote("audit", "./program-c", directory: sample.folder.url)
    let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(
      lines[0] == "./program-c: 1 library split between two copies, 1 using another's copy")
    #expect(lines.contains { $0.hasPrefix("libdbus-1.so.3 (D-Bus): the copy in program-c") })
    #expect(lines.contains { $0.hasPrefix("  cure   symdemote apply --demote-from=/") })
    #expect(lines.contains { $0.hasPrefix("left out: copied data") })
    #expect(lines.count <= 24 && lines.allSatisfy { $0.count <= 100 })
    #expect(result.status == 1 && result.errors.isEmpty)
    let clean = try symdemote("audit", "/usr/bin/env")
    #expect(clean.output.hasPrefix("/usr/bin/env: nothing is captured") && clean.status == 0)
  }

  @Test func exitStatus() throws {
    let copies = try TwoCopies(in: Workshop(), as: .pie)
    let program = copies.program.path
    #expect(try symdemote("audit", program).status == 1)
    #expect(try symdemote("audit", "--exit-zero", program).status == 0)
    #expect(try symdemote("audit", "/usr/bin/env").status == 0)
    #expect(try symdemote("audit", "/usr/bin/env", program).status == 1)
    #expect(try symdemote("audit", program, "/nonexistent").status == 2)
    #expect(try symdemote("audit", "--exit-zero", program, "/nonexistent").status == 2)
    #expect(try symdemote("audit").status == 2)
    #expect(try symdemote("audit", "--demote=x", program).status == 2)
    #expect(try symdemote("audit", "--with=/nonexistent", program).status == 2)
    #expect(try symdemote("audit", "--ld-debug=/nonexistent", program).status == 2)
  }

  /// What is preloaded takes the place of others on purpose.
  @Test func preloadedObjects() throws {
    let workshop = try Workshop()
    let library = try workshop.library(
      "libreal.so", "int shared(void) { return 1; } int use(void) { return shared(); }")
    let stand = try workshop.library("libstand.so", "int shared(void) { return 2; }")
    let program = try workshop.program(
      "int use(void); int main(void) { return use(); }", needing: [library])
    let outcome = try AuditOutcome("--preload=\(stand.path)", program.path)
    #expect(outcome.status == 0 && outcome.dull["preloaded"] == 1)
    let linked = try workshop.program(
      "int use(void); int main(void) { return use(); }", needing: [stand, library])
    let finding = try AuditOutcome(linked.path)
    #expect(finding.status == 1)
    #expect(try finding.finding("libreal.so").captor == "libstand.so")
  }

  /// The library that is embedded in another is the one that steps back, if the other is the
  /// original and needed by its own users.
  @Test func theEmbeddedCopyStepsBack() throws {
    let workshop = try Workshop()
    let names = ["deflate", "deflateEnd", "inflate", "inflateEnd", "inflateReset"]
    let copy = names.map { "int \($0)(void) { return 2; }\n" }.joined()
    let calls = "int run(void) { return \(names.map { "\($0)()" }.joined(separator: "+")); }\n"
    let original = try workshop.library(
      "libz.so.9", copy.replacingOccurrences(of: "2", with: "1"), ["-fno-builtin"])
    let plugin = try workshop.library("plugin.so", copy + calls, ["-fno-builtin"])
    let program = try workshop.program(
      "int run(void), inflate(void); int main(void) { return run() + inflate(); }",
      needing: [original, plugin], ["-fno-builtin"])
    #expect(try run(program.path).status == 6)
    let outcome = try AuditOutcome(program.path)
    #expect(try outcome.finding("plugin.so").captor == "libz.so.9")
    let cure = try #require(outcome.cures.first)
    #expect(cure.commands[0].hasSuffix("--demote-from=\(original.path) \(plugin.path)"))
    try cure.follow(in: workshop.folder.url)
    #expect(try run(program.path).status == 11)
    #expect(try AuditOutcome(program.path).status == 0)
  }

  /// Behind the program's copy waits another: only both demotions together help.
  @Test func twoCopiesInARow() throws {
    let workshop = try Workshop()
    let own = try workshop.library(
      "libreal.so", "int shared(void) { return 1; } int use(void) { return shared(); }")
    let second = try workshop.library("libsecond.so", "int shared(void) { return 2; }")
    let program = try workshop.program(
      "int shared(void) { return 3; } int use(void); int main(void) { return use(); }",
      needing: [second, own])
    #expect(try run(program.path).status == 3)
    let cure = try #require(try AuditOutcome(program.path).cures.first)
    #expect(cure.commands.count == 2 && cure.cured == 1)
    try cure.follow(in: workshop.folder.url)
    #expect(try run(program.path).status == 1)
    #expect(try AuditOutcome(program.path).status == 0)
  }

  /// What others need of the captor stays, and no line is printed that would cure nothing.
  @Test func namesThatMustStay() throws {
    let workshop = try Workshop()
    let own = try workshop.library(
      "libreal.so", "char table __asm__(\"_ZTV5Class\") = 1; char *use(void) { return &table; }")
    let program = try workshop.program(
      "char table __asm__(\"_ZTV5Class\") = 2; char *use(void); int main(void) { return *use(); }",
      needing: [own])
    let outcome = try AuditOutcome(program.path)
    #expect(outcome.status == 1)
    let cure = try #require(outcome.cures.first)
    #expect(cure.commands.isEmpty && cure.cured == 0 && cure.obstacle != nil)
    #expect(cure.kept.values.first == ["_ZTV5Class"])
  }

  /// A path that a shell would take apart is quoted, and the line still works.
  @Test func strangePaths() throws {
    let workshop = try Workshop()
    let copies = try TwoCopies(in: workshop, as: .pie)
    let folder = workshop.folder.file("it's a $(touch pwned) \"place\"\n; é")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for file in [copies.program, copies.library] {
      try FileManager.default.copyItem(
        at: file, to: folder.appendingPathComponent(file.lastPathComponent))
    }
    let program = folder.appendingPathComponent(copies.program.lastPathComponent)
    let outcome = try AuditOutcome(program.path)
    try #require(outcome.cures.first).follow(in: workshop.folder.url)
    #expect(try AuditOutcome(program.path).status == 0)
    #expect(try AuditOutcome(copies.program.path).status == 1)
    #expect(!FileManager.default.fileExists(atPath: workshop.folder.file("pwned").path))
  }

  /// A clean system program gives no findings.
  @Test(arguments: ["bash", "ls", "perl", "find", "sed", "tar", "gcc"])
  func systemPrograms(_ name: String) throws {
    let path = try mustRun(
      "sh", ["-c", "readlink -f \"$(PATH=/usr/bin:/bin command -v \(name))\""])
    let result = try symdemote("audit", String(path.dropLast()))
    #expect(result.status == 0, "\(result.output)\(result.errors)")
  }

  /// Each cure is tried in a process made for it, so that there is an end to them; what was not tried is
  /// not said to have no cure.
  @Test func moreCollisionsThanAreTried() throws {
    let workshop = try Workshop()
    let functions = (0..<66).map { "int f\($0)(void) { return \($0); }\n" }
    let libraries = try functions.enumerated().map { number, function in
      try workshop.library(
        "lib\(number).so", function + "int g\(number)(void) { return f\(number)(); }")
    }
    let program = try workshop.program(
      functions.joined() + "int main(void) { return 0; }", needing: libraries)
    let cures = try AuditOutcome(program.path).cures
    #expect(cures.count == 66)
    #expect(cures.prefix(64).allSatisfy { $0.cured == 1 && $0.obstacle == nil })
    let reason = "not tried: "
    #expect(
      cures.suffix(2).allSatisfy {
        $0.commands.isEmpty && $0.cured == 0 && $0.obstacle?.hasPrefix(reason) == true
      })
    // The text of an audit shows the worst few only; a suggestion shows all.
    let text = try symdemote("policy", "--suggest", program.path).output
      .replacing("\n#   ", with: " ")
    #expect(text.components(separatedBy: reason).count == 3)
    #expect(!text.contains("no cure"))
  }
}
