// From the command line to options and operands.

import Reporting
import Synchronization
import Testing

@testable import Commands

@Suite struct ArgumentTests {
  private struct Outcome {
    var output = ""
    var errors = ""
    var status = ExitStatus.success
  }

  private func outcome(_ arguments: String...) -> Outcome {
    let outcome = Mutex(Outcome())
    let console = Console(isWatched: false) { bytes, descriptor in
      let text = String(decoding: bytes, as: UTF8.self)
      outcome.withLock {
        if descriptor == 1 { $0.output += text } else { $0.errors += text }
      }
      return nil
    }
    let status = run(arguments.map { Array($0.utf8) }, on: console)
    return outcome.withLock {
      $0.status = status
      return $0
    }
  }

  private func read(_ arguments: String...) throws -> Arguments {
    let apply = try #require(OptionTable.commands.first { $0.name == .apply })
    return try readArguments(arguments.map { Array($0.utf8) }[...], of: apply)
  }

  @Test func valuesFollowAnEqualsSignOrStandAlone() throws {
    let arguments = try read(
      "--demote=a=b", "one", "--demote", "c", "--", "--keep=d", "-")
    #expect(arguments.options.map(\.text) == ["a=b", "c"])
    #expect(arguments.operands.map(\.text) == ["one", "--keep=d", "-"])
  }

  @Test(arguments: [
    (["--demote"], "--demote needs a value"), (["--demote="], "--demote needs a value"),
    (["--all=yes"], "--all takes no value"), (["--all", "--all"], "--all is given twice"),
    (["--write"], "--write needs a value"),
    (["--demot=x"], "did you mean --demote?"), (["-x"], "apply has no option -x"),
  ])
  func mistakesAreNamed(_ arguments: [String], _ message: String) throws {
    let apply = try #require(OptionTable.commands.first { $0.name == .apply })
    #expect {
      _ = try readArguments(arguments.map { Array($0.utf8) }[...], of: apply)
    } throws: {
      ($0 as? UsageError)?.message.contains(message) == true
    }
  }

  /// An optional value follows an equals sign; the next word is an operand.
  @Test func aValueMayBeOptional() throws {
    let arguments = try read("--backup", "numbered", "--suffix", ".old")
    #expect(arguments.options.map(\.text) == ["", ".old"])
    #expect(arguments.operands.map(\.text) == ["numbered"])
    #expect(try read("--backup=numbered").options.map(\.text) == ["numbered"])
  }

  @Test func everyMistakeIsUsageTroubleAndPointsToHelp() {
    for outcome in [
      outcome(), outcome("aply", "f"), outcome("apply", "--all"), outcome("diff", "a"),
      outcome("verify", "a", "b"), outcome("plan", "--all", "--format=xml", "f"),
      outcome("undo", "f"), outcome("apply", "--all", "--output=o", "a", "b"),
      outcome("apply", "--all", "--write=swiftly", "f"),
      outcome("apply", "--all", "--write=inplace", "--output=o", "f"),
      outcome("apply", "--all", "--backup=n", "f"), outcome("plan", "--all", "--suffix=a/b", "f"),
    ] {
      #expect(outcome.status == .trouble)
      #expect(outcome.output.isEmpty && outcome.errors.hasSuffix("--help` says more\n"))
    }
    #expect(outcome("aply").errors.contains("did you mean apply?"))
  }

  @Test func mistakesAreJSONWhereJSONIsAskedFor() {
    for outcome in [
      outcome("exports", "--format=json"), outcome("undo", "f", "--format", "json"),
      outcome("plan", "--bogus", "--format=json", "f"),
    ] {
      #expect(outcome.status == .trouble && outcome.output.hasPrefix("{\n"))
      #expect(outcome.output.contains("\"severity\": \"error\""))
    }
    #expect(outcome("exports", "--", "--format=json").output.isEmpty)
  }

  @Test func helpListsEveryCommandAndOption() {
    let overview = outcome("--help")
    #expect(overview.status == .success && overview.errors.isEmpty)
    for command in OptionTable.commands {
      #expect(overview.output.contains("  \(command.name.rawValue) "))
      let help = outcome(command.name.rawValue, "--help")
      #expect(help.status == .success)
      for option in command.options { #expect(help.output.contains("  \(option.name)")) }
      for line in help.output.split(separator: "\n") { #expect(line.count <= 100) }
    }
    #expect(Set(OptionTable.commands.map(\.name)) == Set(Command.Name.allCases))
  }

  @Test func versionNamesWhatIsLinked() {
    #expect(outcome("--version").output.hasPrefix("symdemote \(Version.number)\n"))
    #expect(outcome("--version").output.contains("libelf"))
  }
}
