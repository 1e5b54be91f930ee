// `check` is the gate of a build: it fails for each export that the policy does not allow and for
// each that it requires and does not find, says each in one line, and writes nothing.

import Foundation
import TestSupport
import Testing

@Suite struct CheckTests {
  /// What `check` says of one file, which it must leave as it is: the findings without the file's
  /// name, and the summary.
  private func check(
    _ file: URL, _ options: String..., status: Int32,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> (findings: [String], summary: String, errors: String) {
    let before = try (FileIdentity(file), Data(contentsOf: file))
    let result = try run(toolPath, ["check"] + options + [file.path])
    #expect(result.status == status, "\(result)", sourceLocation: sourceLocation)
    #expect(try FileIdentity(file) == before.0, sourceLocation: sourceLocation)
    #expect(try Data(contentsOf: file) == before.1, sourceLocation: sourceLocation)
    let prefix = "\(file.path): "
    let lines = result.output.split(separator: "\n").map(String.init)
    #expect(lines.allSatisfy { $0.hasPrefix(prefix) }, sourceLocation: sourceLocation)
    let sentences = lines.map { String($0.dropFirst(prefix.count)) }
    return (Array(sentences.dropLast()), sentences.last ?? "", result.errors)
  }

  @Test func whatNoClauseAllowsIsFound() throws {
    let specimen = try Specimen()
    let found = try check(specimen.file, "--demote=alpha_*", status: 1)
    #expect(
      found.findings == [
        "exports alpha_one: not allowed by --demote=alpha_*",
        "exports alpha_two: not allowed by --demote=alpha_*",
      ])
    #expect(found.summary == "4 exports, 2 findings (2 not allowed, 0 missing)")
    #expect(found.errors == "")
    let allowed = try check(specimen.file, "--all", "--keep=*_one", "--keep=*_two", status: 0)
    #expect(allowed.findings == [] && allowed.summary == "4 exports, 0 findings")
  }

  @Test func whatIsRequiredAndNotThereIsFound() throws {
    let specimen = try Specimen()
    let keeps = ["--keep=alpha_one", "--keep=gamma"]
    let found = try check(specimen.file, "--demote=delta_*", keeps[0], keeps[1], status: 1)
    #expect(found.findings == ["lacks gamma: required by --keep=gamma"])
    #expect(found.summary == "4 exports, 1 finding (0 not allowed, 1 missing)")
    // Said once, and only what is said nowhere else is a warning.
    #expect(!found.errors.contains("gamma"))
    #expect(found.errors.contains("--demote=delta_* matches no export"))
    let twice = try check(specimen.file, "--demote=d*", keeps[1], keeps[1], status: 1)
    #expect(twice.findings == found.findings)
    // A pattern requires nothing.
    let pattern = try check(specimen.file, "--demote=alpha_*", "--keep=gamma*", status: 1)
    #expect(!pattern.findings.contains { $0.hasPrefix("lacks") })
    #expect(pattern.errors.contains("--keep=gamma* matches no export"))
  }

  /// A name that an earlier run made local, or that the file only refers to, is not exported.
  @Test func onlyAnExportCounts() throws {
    let workshop = try Workshop()
    let source = "int puts(const char *);\nint report(void) { return puts(\"\"); }\n"
    let file = try workshop.library("libputs.so", source)
    let undefined = try check(file, "--all", "--keep=report", "--keep=puts", status: 1)
    #expect(undefined.findings == ["lacks puts: required by --keep=puts"])
    try demote(in: file, "--demote=report")
    let local = try check(file, "--all", "--keep=report", status: 1)
    #expect(local.findings == ["lacks report: required by --keep=report"])
    #expect(local.errors == "")
    // Nor does the file export what it only refers to. That `apply` would refuse is worth a word.
    let asked = try check(file, "--demote=puts", status: 0)
    #expect(asked.findings == [])
    #expect(asked.errors.contains("warning: apply would refuse this selection"))
    #expect(asked.errors.contains("puts") && asked.errors.contains("[undefined]"))
    #expect(try run(toolPath, ["apply", "--demote=puts", file.path]).status == 3)
    #expect(try check(file, "--demote=put*", status: 0).errors == "")
  }

  /// The mark of a version is none either, even where `--force` would demote it.
  @Test func theMarkOfAVersionIsNoExport() throws {
    let workshop = try Workshop()
    let script = try workshop.script("V1 { global: answer; };", named: "map")
    let file = try workshop.library("libone.so", "int answer(void) { return 1; }\n", [script])
    let forced = try check(file, "--demote=V1", "--force", status: 0)
    #expect(forced.findings == [] && forced.errors == "")
    let asked = try check(file, "--demote=V1", status: 0)
    #expect(asked.findings == [] && asked.errors.contains("[version-marker]"))
    let other = try check(file, "--demote=V1", "--demote=answer", "--force", status: 1)
    #expect(other.findings == ["exports answer@@V1: not allowed by --demote=answer"])
  }

  /// A selection may be no more than a list of what has to be there.
  @Test func presenceAlone() throws {
    let specimen = try Specimen()
    #expect(try check(specimen.file, "--keep=alpha_one", status: 0).findings == [])
    let found = try check(specimen.file, "--keep=alpha_one", "--keep=gamma", status: 1)
    #expect(found.findings == ["lacks gamma: required by --keep=gamma"])
    let list = try specimen.folder.write("alpha_one\ndelta\n", to: "names")
    let listed = try check(specimen.file, "--keep-list=list:\(list.path)", status: 1)
    #expect(listed.findings == ["lacks delta: required by \(list.path):2: delta"])
    // Those who demote are told that there is nothing to.
    for command in [["plan"], ["apply"], ["policy", "--emit=list"]] {
      let result = try run(toolPath, command + ["--keep=alpha_one", specimen.path])
      #expect(result.status == 2 && result.errors.contains("add --all"))
    }
    let trial = try run(
      toolPath, ["bindings", "--after", "--keep=main", try specimen.program().path])
    #expect(trial.status == 2 && trial.errors.contains("add --all"))
  }

  @Test func aRequiredVersionIsPartOfTheName() throws {
    let workshop = try Workshop()
    let script = try workshop.script("V1 { global: versioned; local: *; };", named: "map")
    let file = try workshop.library("libv.so", "int versioned(void) { return 1; }\n", [script])
    #expect(try check(file, "--demote=x*", "--keep=versioned@V1", status: 0).findings == [])
    let found = try check(file, "--demote=x*", "--keep=versioned@V2", status: 1)
    #expect(found.findings == ["lacks versioned@V2: required by --keep=versioned@V2"])
    let surplus = try check(file, "--all", status: 1)
    #expect(surplus.findings == ["exports versioned@@V1: not allowed by --all"])
  }

  /// What a rule keeps from a pattern no `apply` could mend; asked for by exact name it is a finding,
  /// as `apply` would refuse.
  @Test func whatARuleKeeps() throws {
    let specimen = try Specimen()
    let program = try specimen.program()
    let name = "_IO_stdin_used"
    let counted = try check(program, "--demote=_IO_*", status: 0)
    #expect(counted.findings == [])
    #expect(counted.summary.hasSuffix(" exports, 0 findings; kept by rules: 1 runtime-lookup"))
    let exact = try check(program, "--demote=\(name)", status: 1)
    #expect(exact.findings.count == 1)
    let finding = try #require(exact.findings.first)
    #expect(
      finding.hasPrefix("exports \(name): not allowed by --demote=\(name), but it must stay: "))
    #expect(finding.hasSuffix("[runtime-lookup]"))
    #expect(!exact.summary.contains("kept by rules"))
    let forced = try check(program, "--demote=\(name)", "--force", status: 1)
    #expect(forced.findings == ["exports \(name): not allowed by --demote=\(name)"])
  }

  /// As `plan`, it looks at the process: what a library of it needs is kept.
  @Test func whatTheProcessNeedsIsCounted() throws {
    let copies = try TwoCopies(in: try Workshop(), as: .pie)
    let selection = ["--demote=kept_*", "--demote=shared_*"]
    let found = try check(copies.program, selection[0], selection[1], status: 1)
    #expect(
      found.findings == [
        "exports shared_data: not allowed by --demote=shared_*",
        "exports shared_function: not allowed by --demote=shared_*",
      ])
    #expect(found.summary.hasSuffix("; kept by rules: 1 needed"))
    // What would be to beware of in a demotion is not said: none is being made.
    #expect(found.errors == "")
    let alone = try check(copies.program, selection[0], "--no-process", status: 1)
    #expect(alone.findings == ["exports kept_callback: not allowed by --demote=kept_*"])
  }

  @Test(arguments: [
    ["--all"], ["--demote=*"], ["--all", "--keep=shared_function"], ["--demote=shared_*"],
    ["--demote=kept_*", "--demote-cxx=shared_*"], ["--all", "--force"],
  ])
  func afterApplyItPasses(_ selection: [String]) throws {
    let copies = try TwoCopies(in: try Workshop(), as: .pie)
    let words = selection + [copies.program.path]
    #expect(try run(toolPath, ["check"] + words).status == 1)
    try mustRun(toolPath, ["apply"] + words)
    let result = try run(toolPath, ["check"] + words)
    #expect(result.status == 0, "\(result)")
    #expect(result.output.contains(" exports, 0 findings"))
  }

  @Test func mangledNamesAreExplained() throws {
    let workshop = try Workshop()
    let file = try workshop.library(
      "libcxx.so",
      "namespace ns { int f(int n) { return n; } }\nextern \"C\" int plain;\nint plain;",
      sourceName: "cxx.cc")
    let found = try check(file, "--all", "--keep=_ZN2ns1gEi", status: 1)
    #expect(
      found.findings == [
        "exports _ZN2ns1fEi: not allowed by --all  (ns::f(int))",
        "exports plain: not allowed by --all",
        "lacks _ZN2ns1gEi: required by --keep=_ZN2ns1gEi  (ns::g(int))",
      ])
  }

  @Test func aVersionScriptIsAPolicy() throws {
    let specimen = try Specimen()
    let map = try specimen.folder.write(
      "V1 {\n  global:\n    alpha_*;\n    beta_one;\n    gamma;\n  local: *;\n};\n",
      to: "libspecimen.map")
    let option = "--keep-list=version-script:\(map.path)"
    let found = try check(specimen.file, option, status: 1)
    #expect(
      found.findings == [
        "exports beta_two: not allowed by \(map.path):6: *",
        "lacks gamma: required by \(map.path):5: gamma",
      ])
    #expect(found.errors == "")
    try specimen.folder.write("{ global: alpha_*; beta_*; local: *; };\n", to: "libspecimen.map")
    #expect(try check(specimen.file, option, status: 0).findings == [])
  }

  /// Each file is held against the sections that are for it.
  @Test func aPolicyForTwoFiles() throws {
    let specimen = try Specimen()
    let second = try specimen.second()
    let policy = try specimen.folder.write(
      """
      keep alpha_one
      [libspecimen.so]
      all
      keep alpha_two
      keep gamma
      [libsecond.so]
      demote beta_*
      """, to: "exports.policy")
    let result = try symdemote(
      "check", "--policy=exports.policy", specimen.file.lastPathComponent,
      second.lastPathComponent, directory: policy.deletingLastPathComponent())
    #expect(result.status == 1)
    #expect(result.errors == "")
    #expect(
      result.output == """
        libspecimen.so: exports beta_one: not allowed by exports.policy:3: all
        libspecimen.so: exports beta_two: not allowed by exports.policy:3: all
        libspecimen.so: lacks gamma: required by exports.policy:5: keep gamma
        libspecimen.so: 4 exports, 3 findings (2 not allowed, 1 missing)
        libsecond.so: exports beta_one: not allowed by exports.policy:7: demote beta_*
        libsecond.so: exports beta_two: not allowed by exports.policy:7: demote beta_*
        libsecond.so: 4 exports, 2 findings (2 not allowed, 0 missing)

        """)
  }

  /// The name is required in each file: that it is in one does not help the other.
  @Test func whatOneFileHasAnotherMayLack() throws {
    let specimen = try Specimen()
    let other = try specimen.workshop.library("libgamma.so", "int gamma(void) { return 0; }\n")
    let words = ["check", "--demote=delta*", "--keep=gamma", specimen.path, other.path]
    let result = try run(toolPath, words)
    #expect(result.status == 1)
    #expect(result.output.contains("\(specimen.path): lacks gamma"))
    #expect(result.output.contains("\(other.path): 1 export, 0 findings"))
  }

  /// As in `plan`, a file is decided about in processes that have what was decided before: of two
  /// that could provide what a third needs, one may go.
  @Test func severalFilesOfAProcess() throws {
    let workshop = try Workshop()
    let source = "int provided(void) { return 7; }\n"
    let first = try workshop.library("libfirst.so", source)
    let second = try workshop.library("libsecond.so", source)
    let user = try workshop.library(
      "libuser.so", "int provided(void);\nint user(void) { return provided(); }\n")
    let program = try workshop.program(
      "int user(void);\nint main(void) { return user() - 7; }\n", needing: [first, second, user])
    let words = ["--demote=prov*", "--in=\(program.path)", first.path, second.path]
    let found = try run(toolPath, ["check"] + words)
    #expect(found.status == 1)
    #expect(found.output.contains("\(first.path): exports provided: not allowed"))
    #expect(found.output.contains("\(second.path): 1 export, 0 findings; kept by rules: 1 needed"))
    try mustRun(toolPath, ["apply"] + words)
    #expect(try run(toolPath, ["check"] + words).status == 0)
  }
}
