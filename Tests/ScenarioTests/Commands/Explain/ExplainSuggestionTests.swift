// What is proposed must be true: each proposal is followed, and the outcome changes as it said.

import Foundation
import TestSupport
import Testing

@Suite struct ExplainSuggestionTests {
  /// A selection, a symbol of the program of `TwoCopies`, and what is proposed, in short.
  struct Row: Sendable, CustomTestStringConvertible {
    let options: String
    let symbol: String
    let proposals: [String]
    var testDescription: String { "\(symbol) \(options)" }

    init(_ symbol: String, _ options: String, _ proposals: String...) {
      self.symbol = symbol
      self.options = options
      self.proposals = proposals
    }
  }

  static let rows = [
    Row("shared_function", "", "demoted: --demote=shared_function"),
    Row("shared_function", "--demote=shared_*", "kept: --keep=shared_function"),
    Row("shared_function", "--all", "kept: --keep=shared_function"),
    Row("shared_function", "--all --keep=shared_*", "demoted: --demote=shared_function"),
    Row("shared_function", "--all --keep-regex=sh.*", "demoted: --demote=shared_function"),
    // The same exact name on both sides would be an error.
    Row("shared_function", "--all --keep=shared_function", "demoted: less --keep=shared_function"),
    Row(
      "shared_function", "--demote=shared_data --keep=shared_function",
      "demoted: less --keep=shared_function, --demote=shared_function"),
    // Without it, nothing would be demoted at all.
    Row(
      "shared_function", "--demote=shared_function",
      "kept: less --demote=shared_function, nothing left"),
    Row(
      "shared_function", "--demote=shared_function --keep=shared_data",
      "kept: less --demote=shared_function, nothing left"),
    Row(
      "shared_function", "--demote=shared_function --demote=shared_data",
      "kept: less --demote=shared_function"),
    Row(
      "shared_function", "--demote=shared_function --demote=shared_*",
      "kept: less --demote=shared_function, --keep=shared_function"),
    Row(
      "shared_data", "--demote=shared_data --demote=shared_function --keep=*",
      "kept: less --demote=shared_data"),
    // Kept by rules.
    Row("kept_callback", "", "demoted: --demote=kept_callback, --force"),
    Row("kept_callback", "--demote=kept_*", "demoted: --force"),
    Row("kept_callback", "--all", "demoted: alone, --demote=kept_callback, --force"),
    Row(
      "kept_callback", "--demote=kept_callback", "kept: less --demote=kept_callback, nothing left",
      "demoted: --force"),
    Row(
      "kept_callback", "--demote=kept_callback --demote=kept_*",
      "kept: less --demote=kept_callback", "demoted: --force"),
    Row("kept_callback", "--demote=kept_* --force", "kept: --keep=kept_callback"),
    Row(
      "kept_callback", "--demote=kept_callback --force",
      "kept: less --demote=kept_callback, nothing left"),
    Row(
      "kept_callback", "--demote=shared_* --keep=kept_*",
      "demoted: --demote=kept_callback, --force"),
  ]

  @Test(arguments: rows)
  func proposalsAreTrue(_ row: Row) throws {
    let copies = try TwoCopies(in: Workshop(), as: .pie)
    let options = row.options.split(separator: " ").map(String.init)
    let path = copies.program.path
    let symbol = try Explanation([row.symbol] + options + [path]).symbol()
    #expect(symbol.suggestions.map(\.summary) == row.proposals)
    for suggestion in symbol.suggestions {
      let followed = suggestion.followed(options)
      try expect(
        suggestion.outcome, of: row.symbol, by: followed, in: path,
        leavesNothing: suggestion.leavesNothing)
      // The same in a policy file.
      if let line = suggestion.policyLine, !suggestion.isRunOfItsOwn {
        let policy = try copies.workshop.folder.write("\(line)\n", to: "extra.policy")
        let inFile = followed.filter { !suggestion.options.contains($0) || $0 == "--force" }
        try expect(
          suggestion.outcome, of: row.symbol, by: inFile + ["--policy=\(policy.path)"], in: path)
      }
    }
  }

  /// Lines of a policy file that are to go, or to come.
  @Test(arguments: [
    ("all\n# why\nkeep shared_function\n", [3], "all\n# why\n"),
    ("demote shared_*\n\ndemote shared_function\n", [3], "demote shared_*\n\n"),
    ("keep shared_*\nall\n", [], "keep shared_*\nall\n"),
    ("all\n", [], "all\n"),
  ])
  func linesOfAPolicy(_ text: String, _ removed: [Int], _ rest: String) throws {
    let copies = try TwoCopies(in: Workshop(), as: .pie)
    let folder = copies.workshop.folder
    let path = copies.program.path
    let policy = try folder.write(text, to: "app.policy")
    let option = "--policy=\(policy.path)"
    let symbol = try Explanation("shared_function", option, path).symbol()
    let suggestion = try #require(symbol.suggestions.first)
    #expect(symbol.suggestions.count == 1)
    #expect(suggestion.removedLines == removed)
    #expect((suggestion.outcome == "demoted") != symbol.isDemoted)
    let added = suggestion.policyLine.map { $0 + "\n" } ?? ""
    #expect(!removed.isEmpty || !added.isEmpty)
    _ = try folder.write(rest + added, to: "app.policy")
    try expect(suggestion.outcome, of: "shared_function", by: [option], in: path)
    if !removed.isEmpty {
      _ = try folder.write(text, to: "app.policy")
      let words = try symdemote("explain", "shared_function", option, path).output
      #expect(words.contains(" remove \(policy.path):\(removed[0]): "))
    }
  }

  /// A name may have marks that an option takes for a mistake unless they are escaped.
  @Test(arguments: [
    "a:b", "a,b", "a=b", "a(b", "a;b", "a'b", "a*b", "a-b", "plain", "größe",
  ])
  func aNameWithMarks(_ name: String) throws {
    let workshop = try Workshop()
    let quoted = #"\"\#(name)\""#
    let library = try workshop.library(
      "libodd.so",
      """
      __asm__(".globl \(quoted)\\n.type \(quoted),@function\\n\(quoted): ret\\n");
      int other(void) { return 0; }

      """)
    for (options, outcome) in [([], "demoted"), (["--all"], "kept")] {
      let arguments = [name] + options + [library.path]
      let suggestion = try #require(try Explanation(arguments).symbol().suggestions.first)
      #expect(suggestion.outcome == outcome)
      let followed = try Explanation([name] + suggestion.followed(options) + [library.path])
      #expect(try followed.symbol().isDemoted == (outcome == "demoted"), "\(suggestion.options)")
      let plan = try run(toolPath, ["plan"] + suggestion.followed(options) + [library.path])
      #expect(plan.status == 1, "\(plan.errors)")
    }
  }

  /// What a proposal breaks is said with it.
  @Test func whatItBreaks() throws {
    let copies = try TwoCopies(in: Workshop(), as: .pie)
    func breaks(_ name: String) throws -> [[String]] {
      try Explanation(name, copies.program.path).symbol().suggestions.map(\.breaks)
    }
    #expect(try breaks("kept_callback") == [[copies.library.path]])
    #expect(try breaks("shared_function") == [[]])
  }

  /// A preset cannot be had without one of its names, and what else it keeps is told.
  @Test func aPresetGoesAsAWhole() throws {
    let workshop = try Workshop()
    let names = ["sh_optarg", "sh_optind", "builtin_usage"]
    let library = try workshop.library(
      "libshell.so", names.map { "int \($0)(void) { return 0; }\n" }.joined())
    let path = library.path
    let options = ["--all", "--preset=bash-host", path]
    let suggestion = try #require(
      try Explanation([names[0]] + options).symbol().suggestions.first)
    #expect(
      suggestion.summary == "demoted: less --preset=bash-host" && suggestion.othersChanged == 2)
    try expect(
      "demoted", of: names[0], by: suggestion.followed(["--all", "--preset=bash-host"]), in: path)
    let text = try run(toolPath, ["explain", names[0]] + options).output
    #expect(
      text.contains(
        "to demote leave out --preset=bash-host\n          which demotes 2 others, too\n"))
    // A keep of its own goes alone.
    let own = try Explanation(names[0], "--all", "--keep=\(names[0])", "--keep=sh_*", path)
    #expect(try own.symbol().suggestions.map(\.othersChanged) == [0])
    // In a policy, the preset is a line.
    let policy = try workshop.folder.write("all\npreset bash-host\n", to: "shell.policy")
    let line = try Explanation(names[0], "--policy=\(policy.path)", path).symbol().suggestions
    #expect(line.map(\.removedLines) == [[2]] && line.map(\.othersChanged) == [2])
  }

  /// An entry of a list can be taken out of it, unless the list came through a pipe.
  @Test func anEntryOfAList() throws {
    let specimen = try Specimen()
    let text = "alpha_one\nalpha_two\n"
    let list = try specimen.folder.write(text, to: "names.list")
    let options = ["--all", "--keep-list=list:\(list.path)", specimen.path]
    let entry = try #require(
      try Explanation(["alpha_two"] + options).symbol().suggestions.first)
    #expect(entry.removedLines == [2] && entry.othersChanged == 0 && entry.options == [])
    try specimen.folder.write("alpha_one\n", to: "names.list")
    #expect(try Explanation(["alpha_two"] + options).symbol().isDemoted)
    try specimen.folder.write(text, to: "names.list")
    let command = "exec \"$0\" explain alpha_two --all --keep-list=list:- \"$1\" <\"$2\""
    let piped = try mustRun("sh", ["-c", command, toolPath, specimen.path, list.path])
    #expect(
      piped.contains(
        "to demote leave out --keep-list=list:-\n          which demotes 1 other, too\n"))
  }

  /// At the end of a policy with sections, a line would be for the files of the last one.
  @Test func aLineGoesAboveTheSections() throws {
    let specimen = try Specimen()
    let sections = "[libother.so]\nkeep gamma\n"
    let policy = try specimen.folder.write("all\n" + sections, to: "app.policy")
    let option = "--policy=\(policy.path)"
    func explanation() throws -> String {
      try symdemote("explain", "alpha_one", option, specimen.path).output
    }
    let place = "in a policy file, above its first section: keep alpha_one\n"
    #expect(try explanation().contains(place))
    let symbol = try Explanation("alpha_one", option, specimen.path).symbol()
    #expect(symbol.suggestions.map(\.isAboveSections) == [true])
    try specimen.folder.write("all\n" + sections + "keep alpha_one\n", to: "app.policy")
    #expect(try Explanation("alpha_one", option, specimen.path).symbol().isDemoted)
    try specimen.folder.write("all\nkeep alpha_one\n" + sections, to: "app.policy")
    #expect(
      try Explanation("alpha_one", option, specimen.path).symbol().outcome == "kept-by-clause")
    // Without sections it may stand anywhere.
    try specimen.folder.write("all\n", to: "app.policy")
    #expect(try explanation().contains("or in a policy file: keep alpha_one\n"))
  }

  private func expect(
    _ outcome: String, of name: String, by options: [String], in path: String,
    leavesNothing: Bool = false, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let symbol = try Explanation([name] + options + [path]).symbol(sourceLocation: sourceLocation)
    #expect(symbol.isDemoted == (outcome == "demoted"), sourceLocation: sourceLocation)
    #expect(symbol.outcome != "refused", sourceLocation: sourceLocation)
    guard !leavesNothing else {
      let plan = try run(toolPath, ["plan"] + options + [path])
      #expect(plan.status == 2, sourceLocation: sourceLocation)
      #expect(plan.errors.contains("to demote"), sourceLocation: sourceLocation)
      return
    }
    let plan = try Plan(options + [path])
    #expect(plan.status == 0 || plan.status == 1, sourceLocation: sourceLocation)
    #expect(plan.demotes(name) == (outcome == "demoted"), sourceLocation: sourceLocation)
  }
}

extension Explanation.Suggestion {
  fileprivate var summary: String {
    "\(outcome): "
      + ((isRunOfItsOwn ? ["alone"] : []) + removedTexts.map { "less \($0)" } + options
      + (leavesNothing ? ["nothing left"] : []))
      .joined(separator: ", ")
  }

  /// The selection after the proposal.
  fileprivate func followed(_ selection: [String]) -> [String] {
    (isRunOfItsOwn ? [] : selection.filter { !removedTexts.contains($0) }) + options
  }
}
