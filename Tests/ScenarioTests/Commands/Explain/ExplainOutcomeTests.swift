// What becomes of a symbol and what decided: each outcome beside the closest selection that does
// not come to it.

import Foundation
import TestSupport
import Testing

@Suite struct ExplainOutcomeTests {
  /// A selection, what becomes of `alpha_one`, and how each clause that covers it stands.
  struct Row: Sendable, CustomTestStringConvertible {
    let options: String
    let outcome: String
    let standings: [String]
    var testDescription: String { options }

    init(_ options: String, _ outcome: String, _ standings: String...) {
      self.options = options
      self.outcome = outcome
      self.standings = standings
    }
  }

  static let rows = [
    Row("", "unselected"),
    Row("--demote=beta_*", "unselected"),
    // Nothing is demoted, which only those who demote mind.
    Row("--keep=alpha_*", "kept-by-clause", "--keep=alpha_* decides"),
    Row("--demote=alpha_*", "demoted", "--demote=alpha_* decides"),
    Row("--all --keep=beta_*", "demoted", "--all decides"),
    Row(
      "--all --keep=alpha_*", "kept-by-clause", "--keep=alpha_* decides", "--all outranked"),
    Row(
      "--demote=alpha_* --keep=*_one", "kept-by-clause", "--keep=*_one decides",
      "--demote=alpha_* keep-wins"),
    Row(
      "--keep=alpha_* --demote=alpha_one", "demoted", "--demote=alpha_one decides",
      "--keep=alpha_* outranked"),
    Row(
      "--all --demote=alpha_* --demote-regex=.*one", "demoted", "--demote=alpha_* decides",
      "--demote-regex=.*one agrees", "--all agrees"),
  ]

  @Test(arguments: rows)
  func clausesInTheOrderOfTheirWeight(_ row: Row) throws {
    let specimen = try Specimen()
    let options = row.options.split(separator: " ").map(String.init)
    let symbol = try Explanation(["alpha_one"] + options + [specimen.path]).symbol()
    #expect(symbol.outcome == row.outcome)
    #expect(symbol.clauses.map { "\($0.text) \($0.standing)" } == row.standings)
    #expect(symbol.rules == [] && symbol.processes.isEmpty)
    if options.contains(where: { !$0.hasPrefix("--keep") }) {
      #expect(try Plan(options + [specimen.path]).demotes("alpha_one") == symbol.isDemoted)
    }
  }

  @Test func clausesOfAPolicyHaveTheirPlace() throws {
    let specimen = try Specimen()
    let policy = try specimen.folder.write(
      "# what plugins use\nkeep beta_*\n\nall\n[*/other.so]\nkeep alpha_one\n", to: "app.policy")
    let option = "--policy=\(policy.path)"
    let alpha = try Explanation("alpha_one", option, specimen.path).symbol()
    #expect(alpha.outcome == "demoted")
    #expect(
      alpha.clauses == [.init(text: "all", file: policy.path, line: 4, standing: "decides")])
    let beta = try Explanation("beta_one", option, specimen.path).symbol()
    #expect(beta.outcome == "kept-by-clause")
    #expect(beta.clauses.map(\.line) == [2, 4])
    let other = try specimen.second(named: "other.so")
    let kept = try Explanation("alpha_one", option, other.path).symbol()
    #expect(kept.outcome == "kept-by-clause" && kept.clauses.map(\.line) == [6, 4])
    let text = try symdemote("explain", "beta_one", option, specimen.path).output
    #expect(text.contains("\(policy.path):2: keep beta_*\n"))
    #expect(text.contains("wants it kept, and decides"))
  }

  /// What a rule keeps from a pattern, it refuses by name; all that object are told of.
  @Test func everyRuleThatObjects() throws {
    let workshop = try Workshop()
    let program = try workshop.programWithAllocator()
    let path = program.path
    let kept = try Explanation("malloc", "--all", path).symbol()
    #expect(kept.outcome == "kept-by-rule")
    #expect(kept.keepers == ["allocator", "platform-name"])
    #expect(kept.rules.contains { $0.effect == "warns" && $0.forceLifts == nil })
    #expect(kept.rules.filter { $0.effect == "keeps" }.allSatisfy { $0.forceLifts == true })
    let alone = try Explanation("malloc", "--all", "--no-process", path).symbol()
    #expect(alone.keepers == ["allocator"] && alone.processes.isEmpty)
    #expect(try Explanation("malloc", "--demote=malloc", path).symbol().outcome == "refused")
    let forced = try Explanation("malloc", "--demote=malloc", "--force", path).symbol()
    #expect(forced.outcome == "forced" && forced.keepers == kept.keepers)
    let unselected = try Explanation("malloc", path).symbol()
    #expect(unselected.outcome == "unselected" && unselected.keepers == kept.keepers)
    let ordinary = try Explanation("ordinary", "--all", path).symbol()
    #expect(ordinary.outcome == "demoted" && ordinary.keepers == [])
  }

  /// The address of a library's function in the whole process: no option lifts that.
  @Test func whatStaysEvenByForce() throws {
    let workshop = try Workshop()
    let library = try workshop.library("libone.so", "int one(void) { return 1; }\n")
    let program = try workshop.program(
      "int one(void);\nvoid *volatile p;\nint main(void) { p = (void *)one; return 0; }\n",
      as: .fixed, needing: [library])
    let symbol = try Explanation("one", "--demote=on?", "--force", program.path).symbol()
    #expect(symbol.outcome == "kept-by-rule")
    #expect(symbol.rules == [.init(id: "canonical-plt", effect: "keeps", forceLifts: false)])
    #expect(symbol.suggestions.map(\.options) == [[]])
    #expect(symbol.suggestions.first?.obstacle?.contains("[canonical-plt]") == true)
    let text = try symdemote("explain", "one", program.path).output
    #expect(text.contains("to demote nothing: "))
  }

  /// What another name brings upon the run concerns this one, too.
  @Test func aRefusalForAnotherName() throws {
    let workshop = try Workshop()
    let program = try workshop.programWithAllocator()
    let options = ["--demote=malloc", "--demote=ordinary", program.path]
    let explanation = try Explanation(["ordinary"] + options)
    #expect(try explanation.symbol().outcome == "demoted")
    #expect(explanation.messages.contains { $0.contains("malloc must stay exported") })
    let own = try Explanation(["malloc"] + options)
    #expect(try own.symbol().outcome == "refused")
    #expect(!own.messages.contains { $0.contains("must stay exported") })
  }

  @Test func whatIsWrongWithTheRun() throws {
    let specimen = try Specimen()
    let text = try specimen.folder.write("text\n", to: "text")
    for (words, message) in [
      (["alpha_one", text.path], "not an ELF file"),
      (["alpha_one"], "FILE is missing"),
      (["alpha_one", "--demote=alpha_one", "--keep=alpha_one", specimen.path], "is both"),
      (["alpha_one", "--demote=nothing_*", "--strict", specimen.path], "matches no export"),
    ] {
      let result = try run(toolPath, ["explain"] + words)
      #expect(result.status == 2 && result.output == "")
      #expect(result.errors.contains(message), "\(result.errors)")
    }
    let warned = try symdemote("explain", "alpha_one", "--demote=nothing_*", specimen.path)
    #expect(warned.status == 0 && warned.errors.contains("--demote=nothing_* matches no export"))
  }
}

extension Workshop {
  /// A program that replaces malloc.
  func programWithAllocator() throws -> URL {
    try program(
      """
      #include <stddef.h>
      void *malloc(size_t size) { return size ? NULL : NULL; }
      int ordinary(void) { return 1; }
      int main(void) { return 0; }
      """)
  }
}
