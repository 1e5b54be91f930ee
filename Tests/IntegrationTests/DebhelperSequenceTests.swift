// Where dh puts dh_symdemote, and what its manual looks like.

import Foundation
import TestSupport
import Testing

@Suite struct DebhelperSequenceTests {
  /// The commands that `dh binary` would run for a package of this compatibility level.
  private func commands(_ level: Int, _ field: String) throws -> [String] {
    let folder = try TemporaryFolder()
    let source = folder.file("leaky")
    try LeakySample.copy(to: source, with: "debian")
    let debian = source.appendingPathComponent("debian")
    let control = debian.appendingPathComponent("control")
    try String(contentsOf: control, encoding: .utf8)
      .replacingOccurrences(
        of: "Build-Depends: debhelper-compat (= 13), dh-sequence-symdemote",
        with: "Build-Depends: debhelper-compat (= \(level))\n\(field)"
      )
      .write(to: control, atomically: true, encoding: .utf8)
    let output = try mustRun(
      "dh", ["binary", "--no-act"], environment: try DebhelperBuild.environment(),
      directory: source)
    return output.split(separator: "\n").compactMap {
      $0.split(separator: " ").first.map(String.init)
    }
  }

  @Test(arguments: [
    (13, "Build-Depends-Arch: dh-sequence-symdemote", "dh_dwz"),
    (12, "Build-Depends-Arch: dh-sequence-symdemote", "dh_dwz"),
    (11, "Build-Depends-Indep: debhelper", "dh_strip"),
  ])
  func itStandsRightBeforeTheToolsForELFFiles(
    _ level: Int, _ field: String, _ next: String
  ) throws {
    // Level 11 knows no dh-sequence-… in the fields of some architectures only.
    let field = level == 11 ? "  , dh-sequence-symdemote" : field
    let steps = try commands(level, field)
    let own = try #require(steps.firstIndex(of: "dh_symdemote"))
    #expect(steps[own + 1] == next)
    #expect(steps.firstIndex(of: "dh_makeshlibs").map { $0 > own } == true)
    #expect(!steps[(own + 1)...].contains("dh_symdemote"))
  }

  @Test func withoutPoliciesItIsNotEvenRun() throws {
    let build = try DebhelperBuild(["DH_VERBOSE": "1"]) { source in
      for name in ["leaky.symdemote", "libleaky1.symdemote"] {
        try FileManager.default.removeItem(at: source.appendingPathComponent("debian/\(name)"))
      }
    }
    #expect(!build.log.contains("dh_symdemote"))
    #expect(build.log.contains("\n   dh_strip"))
    try LeakySample.expectLeaking(program: try build.program(), library: try build.library())
  }

  @Test func manualIsWellFormed() throws {
    let page = try FoldersOfTheRun.installation.get().file("share/man/man1/dh_symdemote.1")
    let result = try run("mandoc", ["-Tlint", page.path])
    // Whether other manuals are installed is another matter.
    let complaints = (result.output + result.errors).split(separator: "\n")
      .filter { !$0.contains("referenced manual not found") && !$0.contains("mandoc.db") }
    #expect(complaints == [])
    let text = try mustRun("mandoc", ["-Tascii", "-O", "width=78", page.path])
    #expect(text.contains("nosymdemote") || text.contains("n\u{8}no\u{8}os\u{8}s"))
  }

  @Test func programIsSoundPerl() throws {
    let tree = try FoldersOfTheRun.installation.get()
    let result = try run("perl", ["-Tcw", tree.file("bin/dh_symdemote").path])
    #expect(result.succeeded && result.errors.hasSuffix("syntax OK\n"))
  }
}
