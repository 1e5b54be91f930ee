// Colour: told by the option, else by the environment, else by who reads. The words are the same with
// and without it, and what machines read has none.

import Foundation
import Reporting
import Storage
import TestSupport
import Testing

@testable import Commands

@Suite struct ColorTests {
  private func colours(
    _ choice: ColorChoice, _ variables: [String: String] = ["TERM": "xterm"],
    terminals: Set<Int32> = [1, 2]
  ) -> Colours {
    Colours(choice, variable: { variables[$0] }, isTerminal: { terminals.contains($0) })
  }

  @Test func theOptionDecidesThenTheEnvironmentThenTheReader() {
    let both = Colours(output: true, errors: true)
    #expect(colours(.auto) == both)
    #expect(colours(.auto, terminals: [2]) == Colours(output: false, errors: true))
    #expect(colours(.auto, terminals: []) == Colours())
    #expect(colours(.auto, ["TERM": "dumb"]) == Colours())
    #expect(colours(.auto, [:]) == Colours())
    #expect(colours(.auto, ["TERM": "xterm", "NO_COLOR": "1"]) == Colours())
    // Set to nothing, it is as if it were not set (no-color.org).
    #expect(colours(.auto, ["TERM": "xterm", "NO_COLOR": ""]) == both)
    #expect(colours(.auto, ["CLICOLOR_FORCE": "1"], terminals: []) == both)
    #expect(colours(.auto, ["CLICOLOR_FORCE": "0"], terminals: []) == Colours())
    #expect(colours(.auto, ["CLICOLOR_FORCE": "1", "NO_COLOR": "1"], terminals: []) == Colours())
    #expect(colours(.always, ["NO_COLOR": "1", "TERM": "dumb"], terminals: []) == both)
    #expect(colours(.never, ["CLICOLOR_FORCE": "1"]) == Colours())
  }

  /// A file that exports two functions.
  private func library(_ folder: TemporaryFolder) throws -> URL {
    try link(
      "int one(void) { return 1; }\nint two(void) { return 2; }\n", to: "libtwo.so", in: folder,
      as: .shared)
  }

  private let commandLine = ["plan", "--all", "--keep=one", "--demote=three"]

  @Test func theWordsAreTheSame() throws {
    let folder = try TemporaryFolder()
    let file = try library(folder).path
    let plain = try run(toolPath, commandLine + [file])
    let coloured = try run(toolPath, commandLine + ["--color=always", file])
    #expect(plain.status == 1 && coloured.status == 1)
    #expect(!plain.output.contains("\u{1b}") && !plain.errors.contains("\u{1b}"))
    #expect(coloured.output.contains("\n\u{1b}[31m-T two\u{1b}[0m\n\u{1b}[32m+t two"))
    #expect(coloured.output.contains("\n\u{1b}[36m@@ .dynsym: 2 exports"))
    #expect(coloured.output.contains("\n T one  # kept"))
    #expect(
      coloured.errors == "symdemote: \u{1b}[33mwarning:\u{1b}[0m --demote=three matches no export\n"
    )
    for (one, other) in [(coloured.output, plain.output), (coloured.errors, plain.errors)] {
      #expect(one.replacing(/\u{1b}\[[0-9;]*m/, with: "") == other)
    }
    let refused = try symdemote("plan", "--color=always", "--all", "/nonexistent")
    #expect(refused.errors.hasPrefix("\u{1b}[1;31msymdemote:\u{1b}[0m /nonexistent: "))
    #expect(try symdemote("plan", "--color=sometimes", "--all", file).status == 2)
  }

  /// For each command what it is asked in the workbench, and how that ends.
  private static let asked: [Command.Name: (words: String, status: Int32)] = [
    .exports: ("app", 0), .plan: ("--all --demote=nothing app", 1),
    .apply: ("--all --output=app.new app", 0), .check: ("--all app", 1), .verify: ("app", 0),
    .diff: ("app libleak.so.1", 1), .undo: ("--undo-file=app.undo build/app", 0),
    .bindings: ("./app", 0), .audit: ("./app", 1), .policy: ("--suggest ./app", 0),
    .explain: ("leak_open --all ./app", 0), .report: ("--merge whole.jsonl", 0),
    .wheel: ("--dry-run dist/*.whl", 1),
  ]

  /// Whatever is asked for: each command in each of its formats prints something, and no colour.
  @Test(arguments: OptionTable.commands.map(\.name))
  func whatMachinesReadHasNone(_ name: Command.Name) throws {
    let command = try #require(OptionTable.commands.first { $0.name == name })
    let asked = try #require(Self.asked[name])
    let bench = try Workbench()
    try bench.addWheel()
    let prepared = try bench.shell("symdemote exports --format=jsonl app >whole.jsonl")
    try #require(prepared.status == 0)
    for format in command.formats where format != .text {
      if name == .undo {
        try bench.shell("symdemote apply --all --undo-file=app.undo build/app")
      }
      let result = try bench.shell(
        "CLICOLOR_FORCE=1 symdemote \(name) --color=always --format=\(format.rawValue) \(asked.words)"
      )
      #expect(result.status == asked.status, "\(format): \(result.errors)")
      #expect(!result.output.isEmpty && !result.output.contains("\u{1b}"), "\(format)")
    }
    // The opposite: what people read of the same may have some.
    if [.plan, .diff].contains(name) {
      let result = try bench.shell("symdemote \(name) --color=always \(asked.words)")
      #expect(result.output.contains("\u{1b}[31m-T"))
    }
  }

  @Test func everyFormatIsSomeCommands() {
    #expect(Set(OptionTable.commands.flatMap(\.formats)) == Set(Format.allCases))
  }

  /// Messages are for people, also of a command whose results are not.
  @Test func messagesOfAMergeHaveSome() throws {
    let folder = try TemporaryFolder()
    let empty = try folder.write("", to: "empty").path
    for format in ["json", "jsonl"] {
      let words = ["report", "--merge", "--format=\(format)", empty]
      let coloured = try run(toolPath, words + ["--color=always"])
      let plain = try run(toolPath, words + ["--color=never"])
      #expect(coloured.errors.contains("\u{1b}[1;31merror:\u{1b}[0m"))
      #expect(coloured.errors.replacing(/\u{1b}\[[0-9;]*m/, with: "") == plain.errors)
      #expect(!coloured.output.contains("\u{1b}") && coloured.output == plain.output)
      #expect(coloured.status == 2 && plain.status == 2)
    }
  }

  /// script(1) gives a program a terminal of its own.
  private func onTerminal(_ command: String, _ environment: [String: String]) throws -> String {
    try run(
      "script", ["--quiet", "--return", "--command", command, "/dev/null"],
      environment: ["TERM": "xterm", "NO_COLOR": "", "CLICOLOR_FORCE": ""]
        .merging(environment) { $1 }
    ).output
  }

  @Test func aTerminalGetsColourUnlessSomebodyObjects() throws {
    let folder = try TemporaryFolder()
    let file = try library(folder).path
    let words = "'\(toolPath)' \(commandLine.joined(separator: " ")) '\(file)'"
    let removed = "\u{1b}[31m-T two"
    #expect(try onTerminal(words, [:]).contains(removed))
    #expect(try onTerminal(words, [:]).contains("\u{1b}[33mwarning:"))
    for environment in [["NO_COLOR": "1"], ["TERM": "dumb"]] {
      let output = try onTerminal(words, environment)
      #expect(output.contains("-T two") && !output.contains("\u{1b}[3"))
    }
    #expect(!(try onTerminal(words + " --color=never", [:]).contains("\u{1b}[3")))
    #expect(!(try onTerminal(words + " --format=json", [:]).contains("\u{1b}[31m-")))
    // A pipe is no terminal, although standard error is one.
    let piped = try onTerminal(words + " | cat", [:])
    #expect(!piped.contains(removed) && piped.contains("\u{1b}[33mwarning:"))
    #expect(try onTerminal(words + " | cat", ["CLICOLOR_FORCE": "1"]).contains(removed))
  }

  /// What a terminal obeys comes from nowhere but here.
  @Test func namesBringNoColourOfTheirOwn() {
    let report = Report(
      command: "plan",
      files: [
        FileReport(
          path: FilePath("a\u{1b}[31mb"), status: .trouble,
          messages: [Message(.error, "odd \u{1b}[1m")])
      ])
    let colours = Colours(output: true, errors: true)
    let text = report.rendered(as: .text, version: "1", colours: colours).errors
    #expect(text == "\u{1b}[1;31msymdemote:\u{1b}[0m a\\u{1b}[31mb: odd \\u{1b}[1m\n")
  }
}
