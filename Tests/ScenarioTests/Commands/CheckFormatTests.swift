// The findings of `check` for others: commands of a GitHub workflow (GitHub documentation, "Workflow
// commands for GitHub Actions"), and JSON.

import Foundation
import TestSupport
import Testing

@Suite struct CheckFormatTests {
  private let specimen: Specimen
  private var folder: URL { specimen.folder.url }

  init() throws {
    specimen = try Specimen()
    _ = try specimen.folder.write("all\n\nkeep alpha_*\nkeep gamma\n", to: "exports.policy")
  }

  @Test func annotationsStandBesideWhatTheyAreAbout() throws {
    let result = try symdemote(
      "check", "--policy=exports.policy", "--keep=delta", "--format=github", "libspecimen.so",
      directory: folder)
    #expect(result.status == 1)
    #expect(
      result.output == """
        ::error file=libspecimen.so,title=SD001 Export not allowed::libspecimen.so: exports beta_one: not \
        allowed by exports.policy:1: all
        ::error file=libspecimen.so,title=SD001 Export not allowed::libspecimen.so: exports beta_two: not \
        allowed by exports.policy:1: all
        ::error file=exports.policy,line=4,title=SD002 Missing export::libspecimen.so: lacks gamma: \
        required by exports.policy:4: keep gamma
        ::error file=libspecimen.so,title=SD002 Missing export::libspecimen.so: lacks delta: required by \
        --keep=delta

        """)
    #expect(result.errors == "")
    try demote(in: specimen.file, "--demote=beta_*")
    let clean = try symdemote(
      "check", "--all", "--keep=alpha_*", "--format=github", "libspecimen.so", directory: folder)
    #expect(clean.status == 0 && clean.output == "")
  }

  /// A name can neither end a command nor begin another.
  @Test func namesAreEscaped() throws {
    let name = "a,b:c%d\nerror::x\u{1b}.so"
    _ = try specimen.second(named: name)
    let result = try symdemote(
      "check", "--demote=alpha_one", "--keep=50%", "--format=github", "--", name,
      directory: folder)
    #expect(
      result.output == """
        ::error file=a%2Cb%3Ac%25d%0Aerror%3A%3Ax\\u{1b}.so,title=SD001 Export not allowed::\
        a,b:c%25d%0Aerror::x\\u{1b}.so: exports alpha_one: not allowed by --demote=alpha_one
        ::error file=a%2Cb%3Ac%25d%0Aerror%3A%3Ax\\u{1b}.so,title=SD002 Missing export::\
        a,b:c%25d%0Aerror::x\\u{1b}.so: lacks 50%25: required by --keep=50%25

        """)
  }

  /// What goes wrong is an annotation, too, beside the line that is wrong if there is one.
  @Test func messagesAreAnnotations() throws {
    let missing = try symdemote(
      "check", "--demote=alpha_*", "--demote=zeta*", "--format=github", "none.so",
      "libspecimen.so", directory: folder)
    #expect(missing.status == 2)
    let idle = "::warning title=symdemote::--demote=zeta* matches no export\n"
    #expect(missing.output.hasSuffix(idle))
    #expect(
      missing.output.dropLast(idle.count).hasSuffix(
        "::error file=none.so,title=symdemote::none.so: open: No such file or directory\n"
          + """
          ::error file=libspecimen.so,title=SD001 Export not allowed::libspecimen.so: exports alpha_one: \
          not allowed by --demote=alpha_*
          ::error file=libspecimen.so,title=SD001 Export not allowed::libspecimen.so: exports alpha_two: \
          not allowed by --demote=alpha_*

          """))
    _ = try specimen.folder.write("all\nfrobnicate\n", to: "bad.policy")
    let bad = try symdemote(
      "check", "--policy=bad.policy", "--format=github", "libspecimen.so", directory: folder)
    #expect(bad.status == 2)
    #expect(bad.output.hasPrefix("::error file=bad.policy,line=2,title=symdemote::expected one of"))
    #expect(bad.errors.hasPrefix("bad.policy:2:1: error: "))
    let usage = try symdemote("check", "--format=github", "libspecimen.so", "--frobnicate")
    #expect(usage.status == 2)
    #expect(usage.output.hasPrefix("::error title=symdemote::check has no option --frobnicate"))
  }

  /// A list that came through a pipe is no file that a service could show.
  @Test func whatCameThroughAPipe() throws {
    let list = try specimen.folder.write("alpha_one\ngamma\n", to: "names.list")
    let command = "exec \"$0\" check --format=github --keep-list=list:- libspecimen.so <\"$1\""
    let result = try run("sh", ["-c", command, toolPath, list.path], directory: folder)
    #expect(
      result.output == """
        ::error file=libspecimen.so,title=SD002 Missing export::libspecimen.so: lacks gamma: required by \
        -:2: gamma

        """)
    let named = try symdemote(
      "check", "--format=github", "--keep-list=list:names.list", "libspecimen.so",
      directory: folder)
    #expect(named.output.hasPrefix("::error file=names.list,line=2,title=SD002 Missing export::"))
    let bad = try specimen.folder.write("frobnicate\n", to: "bad.policy")
    let faulty = "exec \"$0\" check --format=github --policy=- libspecimen.so <\"$1\""
    let wrong = try run("sh", ["-c", faulty, toolPath, bad.path], directory: folder)
    #expect(wrong.status == 2 && wrong.output.hasPrefix("::error title=symdemote::"))
  }

  @Test func onlyCheckAnnotates() throws {
    let result = try symdemote("plan", "--all", "--format=github", specimen.path)
    #expect(result.status == 2)
    #expect(result.errors.contains("--format is text, json or jsonl"))
  }

  private struct Outcome: Decodable {
    struct File: Decodable {
      let path: String
      let exit_status: Int
      let summary: Summary?
      let findings: [Finding]?
    }
    struct Summary: Decodable, Equatable {
      let exports: Int
      let not_allowed: Int
      let missing: Int
      let kept_by_rule: [String: Int]
    }
    struct Finding: Decodable, Equatable {
      struct Location: Decodable, Equatable {
        let file: String
        let line: Int
        let column: Int
      }
      var kind: String
      var name: String
      var version: String?
      var demangled: String?
      var clause: String
      var location: Location?
      var rule: String?
      var reason: String?
    }
    let command: String
    let exit_status: Int
    let files: [File]
  }

  private func outcome(_ words: String...) throws -> Outcome {
    let result = try run(toolPath, ["check", "--format=json"] + words, directory: folder)
    let outcome = try JSONDecoder().decode(Outcome.self, from: Data(result.output.utf8))
    #expect(outcome.command == "check" && outcome.exit_status == Int(result.status ?? -1))
    return outcome
  }

  @Test func json() throws {
    let outcome = try outcome("--policy=exports.policy", "libspecimen.so", "none.so")
    #expect(outcome.exit_status == 2)
    #expect(outcome.files.map(\.exit_status) == [1, 2])
    #expect(
      outcome.files[0].summary
        == .init(exports: 4, not_allowed: 2, missing: 1, kept_by_rule: [:]))
    let all = Outcome.Finding.Location(file: "exports.policy", line: 1, column: 1)
    let gamma = Outcome.Finding.Location(file: "exports.policy", line: 4, column: 6)
    #expect(
      outcome.files[0].findings == [
        .init(kind: "exported", name: "beta_one", clause: "all", location: all),
        .init(kind: "exported", name: "beta_two", clause: "all", location: all),
        .init(kind: "missing", name: "gamma", clause: "keep gamma", location: gamma),
      ])
    #expect(outcome.files[1].findings == nil)
  }

  @Test func jsonOfVersionsRulesAndMangledNames() throws {
    let map = try specimen.workshop.script("V1 { *; };", named: "map")
    let file = try specimen.workshop.library(
      "libv.so", "namespace ns { int f(int n) { return n; } }\n", [map], sourceName: "v.cc")
    let surplus = try outcome("--all", "--keep=ns@V2", file.path)
    #expect(
      surplus.files[0].findings == [
        .init(
          kind: "exported", name: "_ZN2ns1fEi", version: "V1", demangled: "ns::f(int)",
          clause: "--all"),
        .init(kind: "missing", name: "ns", version: "V2", clause: "--keep=ns@V2"),
      ])
    let program = try specimen.program().path
    let exact = try outcome("--demote=_IO_stdin_used", program)
    let finding = try #require(exact.files[0].findings?.first)
    #expect(finding.kind == "exported" && finding.rule == "runtime-lookup")
    #expect(finding.reason != nil)
    #expect(exact.files[0].summary?.kept_by_rule == [:])
    let counted = try outcome("--demote=_IO_*", program)
    #expect(counted.files[0].findings == [])
    #expect(counted.files[0].summary?.kept_by_rule == ["runtime-lookup": 1])
  }
}
