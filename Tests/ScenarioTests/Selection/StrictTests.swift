// `--strict`: what matches nothing ends the run before anything is written.

import Foundation
import TestSupport
import Testing

@Suite struct StrictTests {
  @Test(arguments: ["apply", "plan"])
  func whatMatchesNothingIsAnError(_ command: String) throws {
    let specimen = try Specimen()
    try expectEnd(
      2, untouched: specimen.file, saying: "--keep=gamma matches no export", command, "--strict",
      "--all", "--keep=gamma", specimen.path)
    try expectEnd(
      2, untouched: specimen.file, saying: "--demote=g* matches no export", command, "--strict",
      "--demote=alpha_*", "--demote=g*", specimen.path)
  }

  @Test func whatMatchesIsDone() throws {
    let specimen = try Specimen()
    try demote(in: specimen.file, "--strict", "--all", "--keep=alpha_one")
    #expect(try exportedNames(specimen.file) == ["alpha_one"])
  }

  /// Matching in one of the files is enough, and no file is written before all have been read.
  @Test func allFilesCount() throws {
    let specimen = try Specimen()
    let other = try specimen.workshop.library("libgamma.so", "int gamma(void) { return 0; }\n")
    try expectEnd(
      2, untouched: specimen.file, saying: "--demote=delta", "apply", "--strict",
      "--demote=alpha_one", "--demote=delta", specimen.path, other.path)
    try mustRun(
      toolPath,
      ["apply", "--strict", "--demote=alpha_one", "--demote=gamma", specimen.path, other.path])
    #expect(try isDemoted("gamma", in: other))
  }

  @Test func aSectionForOtherFilesIsNoError() throws {
    let specimen = try Specimen()
    let policy = try specimen.folder.write(
      "[libspecimen.so]\ndemote alpha_*\n[libother.so]\nall\n", to: "a.policy")
    let result = try symdemote(
      "apply", "--strict", "--policy=\(policy.path)", specimen.path)
    #expect(result.status == 0, "\(result.errors)")
    #expect(try exportedNames(specimen.file) == ["beta_one", "beta_two"])
  }

  /// A list that is for others keeps nothing: whoever adds --all is told.
  @Test func aListThatKeepsNothingIsSaid() throws {
    let specimen = try Specimen()
    for (text, reason) in [
      ("", "it has no names"), ("# none\n", "it has no names"),
      ("libother.so.1 other #MINVER#\n alpha_one@Base 1\n", "it is for libother.so.1"),
      (
        "libspecimen.so other #MINVER#\n (arch=arm64)alpha_one@Base 1\n",
        "it is for libspecimen.so on certain machines"
      ),
    ] {
      let list = try specimen.folder.write(text, to: "names")
      let option = "--keep-list=\(list.path)"
      let plan = try symdemote("plan", "--all", option, specimen.path)
      #expect(plan.status == 1)
      #expect(
        plan.errors.contains("keeps nothing") && plan.errors.contains(reason), "\(plan.errors)")
      try expectEnd(
        2, untouched: specimen.file, saying: reason, "apply", "--strict", "--all", option,
        specimen.path)
    }
  }

  @Test func aTrialIsStrictToo() throws {
    let specimen = try Specimen()
    let program = try specimen.program()
    for (option, status) in [("--strict", Int32(2)), ("--keep=main", 0)] {
      let result = try symdemote(
        "bindings", "--after", "--all", "--keep=gamma", option, program.path)
      #expect(result.status == status)
    }
  }
}
