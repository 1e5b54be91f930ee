// A policy file is the selection options as lines: every option, sections for files, and errors that
// show the line.

import Foundation
import TestSupport
import Testing

@Suite struct PolicyFileTests {
  /// What a policy file demotes of the specimen's names.
  private func demoted(_ policy: String, _ options: String..., name: String = "a.policy") throws
    -> Set<String>
  {
    let specimen = try Specimen()
    _ = try specimen.alphaArchive()
    _ = try specimen.folder.write("alpha_one\n", to: "names.txt")
    let file = try specimen.folder.write(policy, to: name)
    try mustRun(toolPath, ["apply", "--policy=\(file.path)"] + options + [specimen.path])
    return Specimen.names.subtracting(try exportedNames(specimen.file))
  }

  @Test(arguments: [
    ("demote alpha_one", "alpha_one"), ("demote=alpha_one", "alpha_one"),
    ("  demote  =\talpha_*  # both", "alpha_one alpha_two"),
    ("demote alpha_*\r", "alpha_one alpha_two"),
    ("# nothing\n\nall\nkeep alpha_*", "beta_one beta_two"),
    ("demote-regex .*_(one|none)", "alpha_one beta_one"),
    ("all\nkeep-regex=.*_one", "alpha_two beta_two"),
    ("demote-cxx *_two", "alpha_two beta_two"), ("all\nkeep-cxx *_two", "alpha_one beta_one"),
    ("demote-from ./libalpha.a", "alpha_one alpha_two"),
    ("demote-from libalpha.a", "alpha_one alpha_two"),
    ("all\nkeep-from=libalpha.a", "beta_one beta_two"),
    ("all\nkeep-list names.txt", "alpha_two beta_one beta_two"),
    ("all\nkeep-list=list:names.txt", "alpha_two beta_one beta_two"),
    ("all\npreset python-host", "alpha_one alpha_two beta_one beta_two"),
    ("colliding\nwith libalpha.so", "alpha_two"),
  ])
  func everyOptionIsALine(_ policy: String, _ names: String) throws {
    let specimen = try Specimen()
    _ = try specimen.alphaArchive()
    _ = try specimen.workshop.library("libalpha.so", "int alpha_two(void) { return 1; }\n")
    _ = try specimen.folder.write("alpha_one\n", to: "names.txt")
    let file = try specimen.folder.write(policy, to: "a.policy")
    try mustRun(toolPath, ["apply", "--policy=\(file.path)", specimen.path])
    let left = try exportedNames(specimen.file)
    #expect(
      Specimen.names.subtracting(left) == Set(names.split(separator: " ").map(String.init)))
  }

  @Test func sectionsAreForTheFilesTheyName() throws {
    let specimen = try Specimen()
    let second = try specimen.second()
    let policy = try specimen.folder.write(
      "keep *_two\n[libspec*.so]\ndemote alpha_*\n[**/libsecond.so]\nall\n[lib/*]\nall\n",
      to: "a.policy")
    let result = try symdemote("apply", "--policy=\(policy.path)", specimen.path, second.path)
    #expect(result.status == 0)
    #expect(try exportedNames(specimen.file) == ["alpha_two", "beta_one", "beta_two"])
    #expect(try exportedNames(second) == ["alpha_two", "beta_two"])
    #expect(result.errors.contains("section [lib/*] is for none of the files"))
    #expect(!result.errors.contains("libsecond.so]"))
  }

  /// A file that no section is for stays as it is.
  @Test func aFileWithoutASectionHasNothingToDo() throws {
    let specimen = try Specimen()
    let policy = try specimen.folder.write("[other]\nall\n", to: "a.policy")
    try expectEnd(
      0, untouched: specimen.file, saying: "is for none of the files", "apply",
      "--policy=\(policy.path)", specimen.path)
  }

  /// Whatever the path is typed like, and from wherever.
  @Test func aSectionIsForAFileAndNotForAWayToWriteIt() throws {
    let specimen = try Specimen()
    let folder = specimen.folder.url
    let inner = folder.appendingPathComponent("build")
    try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
    let file = inner.appendingPathComponent("libspecimen.so")
    for glob in [
      "build/lib*.so", "./build/libspecimen.so", "\(inner.path)/*.so", "**/build/*",
      "libspecimen.so",
    ] {
      let policy = try specimen.folder.write(
        "all\n[\(glob)]\nkeep alpha_one\n", to: "a.policy")
      for (typed, directory) in [
        ("libspecimen.so", inner), ("build/libspecimen.so", folder), (file.path, folder),
        ("../build/./libspecimen.so", inner),
      ] {
        try? FileManager.default.removeItem(at: file)
        try FileManager.default.copyItem(at: specimen.file, to: file)
        try mustRun(
          toolPath, ["apply", "--policy=\(policy.path)", typed], directory: directory)
        #expect(try exportedNames(file) == ["alpha_one"], "\(glob) \(typed)")
      }
    }
    let other = try specimen.folder.write("all\n[other/lib*.so]\nkeep alpha_one\n", to: "a.policy")
    try mustRun(toolPath, ["apply", "--policy=\(other.path)", specimen.path])
    #expect(try exportedNames(specimen.file) == [])
  }

  @Test func whatCollidesIsSectionedToo() throws {
    let specimen = try Specimen()
    let second = try specimen.second()
    _ = try specimen.workshop.library("libone.so", "int alpha_one(void) { return 0; }\n")
    _ = try specimen.workshop.library("libtwo.so", "int beta_two(void) { return 0; }\n")
    let policy = try specimen.folder.write(
      "[libspecimen.so]\ncolliding\nwith libone.so\n[libsecond.so]\ncolliding\nwith libtwo.so\n",
      to: "a.policy")
    try mustRun(toolPath, ["apply", "--policy=\(policy.path)", specimen.path, second.path])
    #expect(try exportedNames(specimen.file) == Specimen.names.subtracting(["alpha_one"]))
    #expect(try exportedNames(second) == Specimen.names.subtracting(["beta_two"]))
  }

  @Test func itAddsToTheCommandLine() throws {
    #expect(try demoted("keep alpha_one\n", "--all") == ["alpha_two", "beta_one", "beta_two"])
    let specimen = try Specimen()
    let policy = try specimen.folder.write("all\n\n  keep alpha_one\n", to: "a.policy")
    let result = try expectEnd(
      2, untouched: specimen.file, saying: "'alpha_one' is both", "apply", "--demote=alpha_one",
      "--policy=\(policy.path)", specimen.path)
    #expect(result.errors.contains("a.policy:3: keep alpha_one"))
  }

  @Test func thePlanSaysWhichLineDecided() throws {
    let specimen = try Specimen()
    let policy = try specimen.folder.write("all\nkeep alpha_*\n", to: "a.policy")
    let plan = try symdemote("plan", "--policy=\(policy.path)", specimen.path)
    #expect(plan.output.contains(" T alpha_one  # kept: \(policy.path):2: keep alpha_*"))
    #expect(plan.output.contains("+t beta_one  # \(policy.path):1: all"))
  }

  @Test(arguments: [
    ("demote", 1, 7, "a value is expected"), ("all\nall x", 2, 5, "stands alone"),
    ("\n denote x", 2, 2, "expected one of demote, keep"), ("[", 1, 1, "a section is a glob"),
    ("[a] b", 1, 1, "a section is a glob"), ("all\n\n[x[a]", 3, 3, "does not close"),
    ("demote a[b", 1, 9, "does not close"), ("keep-regex (x", 1, 14, "parenthesis"),
    ("policy x", 1, 1, "expected one of"), ("[]", 1, 2, "it is empty"),
    ("all\nkeep foo bar", 2, 9, "one symbol's name"), ("keep \"foo\"", 1, 6, "one symbol's name"),
    ("keep==foo", 1, 6, "one symbol's name"), ("keep ns::f", 1, 8, "--keep-cxx"),
    ("preset no-such", 1, 8, "'no-such'"), ("keep-list nowhere", 1, 11, "nowhere: open"),
    ("demote-from nowhere", 1, 13, "'nowhere'"), ("[a/../b]", 1, 4, "without .."),
  ])
  func anErrorShowsTheLine(_ text: String, _ line: Int, _ column: Int, _ reason: String) throws {
    let specimen = try Specimen()
    let policy = try specimen.folder.write(text + "\n", to: "a.policy")
    let result = try expectEnd(
      2, untouched: specimen.file, saying: reason, "apply", "--policy=\(policy.path)",
      specimen.path)
    let lines = result.errors.split(separator: "\n", omittingEmptySubsequences: false).map(
      String.init)
    #expect(lines[0].hasPrefix("\(policy.path):\(line):\(column): error: "))
    #expect(
      lines[1] == "  " + text.split(separator: "\n", omittingEmptySubsequences: false)[line - 1])
    #expect(lines[2] == String(repeating: " ", count: column + 1) + "^")
    let json = try symdemote(
      "apply", "--policy=\(policy.path)", "--format=json", specimen.path)
    #expect(json.output.contains("\"line\": \(line)"))
  }

  /// A `#` of a name, and a backslash before one.
  @Test(arguments: [
    ("li b #1.a", "demote-from li b \\#1.a"), ("#1.a", "demote-from \\#1.a"),
    ("#1.a", "demote-from ./#1.a"), ("b \\#.a", "demote-from b \\\\#.a"),
    ("a#b.a", "demote-from=a#b.a  # so it is"), ("b\\#.a", "demote-from b\\#.a"),
    ("b \\x.a", "demote-from b \\x.a"),
  ])
  func aPathMayHaveAnyCharacter(_ name: String, _ line: String) throws {
    let specimen = try Specimen()
    let archive = try specimen.alphaArchive()
    try FileManager.default.moveItem(at: archive, to: specimen.folder.file(name))
    let file = try specimen.folder.write("\(line)\n", to: "a.policy")
    try mustRun(toolPath, ["apply", "--policy=\(file.path)", specimen.path])
    #expect(try exportedNames(specimen.file).isDisjoint(with: ["alpha_one", "alpha_two"]))
    // Without the backslash the rest is a comment.
    guard line.contains(" \\#") else { return }
    let cut = try specimen.folder.write(
      "all\n\(line.replacing(" \\#", with: " #"))\n", to: "a.policy")
    let result = try symdemote("plan", "--policy=\(cut.path)", specimen.path)
    #expect(result.status == 2, "\(result)")
  }

  @Test func aSectionMayHaveAnyCharacter() throws {
    let specimen = try Specimen()
    let odd = specimen.folder.file("prog [1] #x")
    try FileManager.default.copyItem(at: specimen.file, to: odd)
    for (section, isMeant) in [
      ("prog \\[1\\] \\#x", true), ("prog [1] \\#x", false), ("prog \\[1\\] \\#y", false),
    ] {
      let policy = try specimen.folder.write("[\(section)]\nall\n", to: "a.policy")
      let result = try symdemote("plan", "--policy=\(policy.path)", odd.path)
      #expect(result.status == (isMeant ? 1 : 0), "\(result)")
    }
    let policy = try specimen.folder.write("[prog #x]\nall\n", to: "a.policy")
    try expectEnd(
      2, untouched: odd, saying: "a section is a glob", "apply", "--policy=\(policy.path)",
      odd.path)
  }

  @Test func standardInputIsReadOnce() throws {
    let specimen = try Specimen()
    let script = "printf 'demote alpha_one\\n' | \(toolPath) apply --policy=- \(specimen.path)"
    try mustRun("sh", ["-c", script])
    #expect(try exportedNames(specimen.file) == Specimen.names.subtracting(["alpha_one"]))
    try expectEnd(
      2, untouched: specimen.file, saying: "standard input (-) is named twice", "apply",
      "--policy=-",
      "--keep-list=-", "--all", specimen.path)
  }

  @Test func anAbsentPolicyIsNamed() throws {
    let specimen = try Specimen()
    try expectEnd(
      2, untouched: specimen.file, saying: "nowhere.policy: open", "apply",
      "--policy=nowhere.policy", specimen.path)
  }
}
