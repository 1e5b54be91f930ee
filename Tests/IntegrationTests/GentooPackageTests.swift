// Gentoo packages that Portage demotes before it strips them.

import Foundation
import TestSupport
import Testing

@Suite struct GentooPackageTests {
  /// The policy that the administrator of a machine writes.
  private func writePolicy(_ text: String, named name: String, in prefix: URL) throws {
    let folder = prefix.appendingPathComponent("etc/portage/symdemote/app-misc")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: folder.appendingPathComponent(name))
  }

  /// Takes out of the ebuild what asks for symdemote.
  private func makeUnaware(_ prefix: URL) throws {
    let ebuild = prefix.appendingPathComponent("repo/app-misc/leaky/leaky-1.0.ebuild")
    let text = try String(contentsOf: ebuild, encoding: .utf8)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.contains("SYMDEMOTE_OPTIONS") }
    try #require(lines.count < text.split(separator: "\n", omittingEmptySubsequences: false).count)
    try Data(lines.joined(separator: "\n").utf8).write(to: ebuild)
  }

  @Test func exportsAreGoneAndTheInterfaceStays() throws {
    let build = try GentooBuild.demoted.get()
    try LeakySample.expectDemoted(program: build.program, library: build.library)
    let alias = build.installed("usr/bin/leaky-alias")
    #expect(try FileIdentity(alias).inode == FileIdentity(build.program).inode)
    // Portage strips afterwards.
    let steps = build.log.components(separatedBy: "exports demoted")
    #expect(steps.count == 3 && steps.last?.contains("strip: strip --strip-unneeded") == true)
    #expect(try section(".symtab", of: build.program) == nil)
  }

  @Test func withoutItTheyAreThere() throws {
    let build = try GentooBuild.leaking.get()
    try LeakySample.expectLeaking(program: build.program, library: build.library)
    #expect(!build.log.contains("demoted"))
  }

  @Test func policiesOfTheMachineCount() throws {
    let build = try GentooBuild { prefix in
      try makeUnaware(prefix)
      try writePolicy("demote tally_*\n", named: "leaky", in: prefix)
    }
    try LeakySample.expectDemoted(program: build.program, library: build.library)
    // The most exact name goes before, and another package's is none of its business.
    let other = try GentooBuild { prefix in
      try makeUnaware(prefix)
      try writePolicy("demote tally_*\n", named: "leaky", in: prefix)
      try writePolicy("demote tally_add\n", named: "leaky-1.0:0", in: prefix)
      try writePolicy("demote tally_twice\n", named: "leaky-2.0", in: prefix)
    }
    #expect(
      try exportedNames(other.library)
        == LeakySample.interface.union(["tally_total", "tally_twice"]))
  }

  @Test func withoutAPolicyNothingHappens() throws {
    let build = try GentooBuild(edit: makeUnaware)
    try LeakySample.expectLeaking(program: build.program, library: build.library)
    #expect(!build.log.contains("demoted") && !build.log.contains("symdemote:"))
  }

  @Test func checkingOnlyTells() throws {
    let build = try GentooBuild(["SYMDEMOTE_MODE": "check"])
    try LeakySample.expectLeaking(program: build.program, library: build.library)
    #expect(build.log.contains("QA Notice: Files export what symdemote's policy does not allow"))
    #expect(build.log.contains("/usr/bin/leaky: exports tally_add: not allowed by "))
    let tags = try #require(build.tags)
    #expect(tags.contains("- tag: symdemote.exports"))
    for file in ["/usr/bin/leaky", "/usr/lib64/libleaky.so.1"] {
      #expect(tags.contains("- \"\(file)\""))
    }
    // The opposite: what holds is no notice.
    let clean = try GentooBuild(["SYMDEMOTE_MODE": "check"]) { prefix in
      try makeUnaware(prefix)
      try writePolicy("[usr/bin/leaky]\nkeep leaky_plugin_api\n", named: "leaky", in: prefix)
    }
    #expect(!clean.log.contains("symdemote's policy"))
    #expect(clean.tags?.contains("symdemote") != true)
  }

  @Test func refusalsEndTheBuild() throws {
    let build = try GentooBuild(fails: true) { prefix in
      try writePolicy("demote _IO_stdin_used\n", named: "leaky", in: prefix)
    }
    #expect(build.result.status == 1)
    #expect(build.log.contains("runtime-lookup"))
    #expect(build.log.contains("symdemote ended with exit status 3"))
    let wrong = try GentooBuild(["SYMDEMOTE_MODE": "check"], fails: true) { prefix in
      try writePolicy("demand everything\n", named: "leaky", in: prefix)
    }
    #expect(wrong.result.status == 1)
    #expect(wrong.log.contains("symdemote ended with exit status 2"))
    let typo = try GentooBuild(["SYMDEMOTE_MODE": "chekc"], fails: true)
    #expect(typo.result.status == 1)
    #expect(typo.log.contains("it is apply, check or off"))
  }

  @Test func scriptIsSoundShell() throws {
    let script = try FoldersOfTheRun.installation.get().file("lib/install-qa-check.d/60symdemote")
    let result = try run("shellcheck", [script.path])
    #expect(result.succeeded, "\(result.output)")
  }
}
