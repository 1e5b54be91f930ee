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

  @Test(arguments: Format.allCases)
  func whatMachinesReadHasNone(_ format: Format) throws {
    let folder = try TemporaryFolder()
    let file = try library(folder).path
    for command in OptionTable.commands where command.formats.contains(format) {
      guard format != .text, command.operands.names == ["FILE"], command.name != .undo else {
        continue
      }
      let selection = command.selection == .required ? ["--all"] : []
      let result = try run(
        toolPath,
        [command.name.rawValue, "--color=always", "--format=\(format.rawValue)"] + selection + [
          file
        ],
        environment: ["CLICOLOR_FORCE": "1"])
      #expect(!result.output.contains("\u{1b}"))
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
