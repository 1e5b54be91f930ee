// How `check` ends: 0 without findings, 1 with, 2 for what cannot be read or followed; the worst of
// several files decides.

import Foundation
import TestSupport
import Testing

@Suite struct CheckStatusTests {
  private func status(_ words: String...) throws -> Int32? {
    try run(toolPath, ["check"] + words).status
  }

  @Test func ofSeveralFilesTheWorst() throws {
    let specimen = try Specimen()
    let clean = try specimen.second()
    try demote(in: clean, "--all")
    let text = try specimen.folder.write("text\n", to: "text")
    #expect(try status("--all", clean.path) == 0)
    #expect(try status("--all", clean.path, specimen.path) == 1)
    #expect(try status("--all", specimen.path, clean.path) == 1)
    #expect(try status("--all", specimen.path, "/nonexistent", clean.path) == 2)
    let mixed = try symdemote("check", "--all", text.path, specimen.path)
    #expect(mixed.status == 2)
    #expect(mixed.errors.contains("not an ELF file"))
    #expect(mixed.output.contains("\(specimen.path): exports alpha_one"))
  }

  @Test func findingsMayBeReportedOnly() throws {
    let specimen = try Specimen()
    let result = try symdemote("check", "--all", "--exit-zero", specimen.path)
    #expect(result.status == 0)
    #expect(result.output.contains("4 findings"))
    #expect(try status("--all", "--exit-zero", specimen.path, "/nonexistent") == 2)
  }

  @Test func aPolicyThatCannotBeFollowed() throws {
    let specimen = try Specimen()
    let policy = try specimen.folder.write("all\nkeeep x\n", to: "bad.policy").path
    try expectEnd(
      2, untouched: specimen.file, saying: "\(policy):2:1: error", "check", "--policy=\(policy)",
      specimen.path)
    try expectEnd(2, untouched: specimen.file, saying: "--demote=", "check", specimen.path)
    try expectEnd(
      2, untouched: specimen.file, saying: "is both", "check", "--demote=alpha_one",
      "--keep=alpha_one", specimen.path)
  }

  @Test func whatMatchesNothingIsAnErrorIfStrict() throws {
    let specimen = try Specimen()
    let words = ["--demote=alpha_*", "--demote=gamma_*", specimen.path]
    let loose = try run(toolPath, ["check"] + words)
    #expect(loose.status == 1)
    #expect(loose.errors.contains("warning: --demote=gamma_* matches no export"))
    let strict = try run(toolPath, ["check", "--strict"] + words)
    #expect(strict.status == 2 && strict.output == "")
    #expect(strict.errors.contains("--demote=gamma_* matches no export"))
    // A name that is required is a finding whether strict or not.
    let required = try symdemote(
      "check", "--strict", "--demote=alpha_*", "--keep=gamma", specimen.path)
    #expect(required.status == 1 && required.errors == "")
    #expect(required.output.contains("lacks gamma"))
  }

  /// A list of which some names are required and others are patterns is told of twice at most once.
  @Test func aListSaysOnlyWhatIsNoFinding() throws {
    let specimen = try Specimen()
    let map = try specimen.folder.write(
      "{ global: alpha_*; gamma; delta_*; local: *; };\n", to: "a.map")
    let result = try symdemote("check", "--keep-list=version-script:\(map.path)", specimen.path)
    #expect(result.output.contains("lacks gamma"))
    #expect(result.errors.contains("1 of 4 entries match no export: 1: delta_*"))
    #expect(!result.errors.contains("gamma"))
  }

  /// A file that could not be edited has no plan to hold it against.
  @Test func whatIsUnfitEndsAsInPlan() throws {
    let folder = try TemporaryFolder()
    let foreign = try #require(CrossTarget.all.first { $0.triple == "mips-linux-gnu" })
    let file = try foreign.library(in: folder)
    let plan = try symdemote("plan", "--all", file.path)
    let check = try symdemote("check", "--all", file.path)
    #expect(plan.status == 2 && check.status == 2)
    #expect(plan.errors == check.errors)
  }

  @Test func optionsThatWriteAreNoneOfIts() throws {
    let specimen = try Specimen()
    for option in ["--output=out", "--undo-file=u", "--dry-run"] {
      try expectEnd(
        2, untouched: specimen.file, saying: "check has no option", "check", "--all", option,
        specimen.path)
    }
    try expectEnd(
      2, untouched: specimen.file, saying: "--no-process contradicts", "check", "--all",
      "--no-process", "--in=x", specimen.path)
    let idle = try symdemote("check", "--demote=x", "--dlopen=y.so", specimen.path)
    #expect(idle.errors.contains("the options about a process say nothing"))
    // One file of several is no reason for a remark about options that others may need.
    let several = try symdemote(
      "check", "--demote=x", "--dlopen=y.so", specimen.path, "/bin/true")
    #expect(!several.errors.contains("say nothing"))
  }
}
