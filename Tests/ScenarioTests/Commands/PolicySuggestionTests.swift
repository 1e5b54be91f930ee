// `policy --suggest`: the policy that it writes cures what `audit` finds, as it stands.

import Foundation
import TestSupport
import Testing

@Suite struct PolicySuggestionTests {
  @Test func theSuggestionCuresTheProgram() throws {
    let workshop = try Workshop()
    let program = try TwoCopies(in: workshop, as: .pie).program
    #expect(try symdemote("audit", program.path).status == 1)
    let suggested = try symdemote("policy", "--suggest", program.path)
    #expect(suggested.status == 0)
    #expect(suggested.output.contains("\n[program]\n"))
    #expect(suggested.output.contains("\ndemote-from "))
    let policy = try workshop.folder.write(suggested.output, to: "program.policy")
    try demote(in: program, "--strict", "--policy=\(policy.path)")
    #expect(try output(of: program) == TwoCopies.separate)
    #expect(try symdemote("audit", program.path).status == 0)
    let again = try symdemote("policy", "--suggest", program.path)
    #expect(again.output.hasPrefix("# Nothing is captured"))
    #expect(!again.output.contains("\ndemote-from "))
  }

  /// The lines that are left to choose are lines of a policy, too.
  @Test func everyLineMayBeTakenIn() throws {
    let workshop = try Workshop()
    let program = try TwoCopies(in: workshop, as: .pie).program
    let suggested = try mustRun(toolPath, ["policy", "--suggest", program.path])
    let opened = suggested.split(separator: "\n").map { line in
      line.hasPrefix("#") && !line.hasPrefix("# ") ? line.dropFirst() : line
    }
    #expect(opened.contains("all"))
    let policy = try workshop.folder.write(
      opened.joined(separator: "\n") + "\n", to: "program.policy")
    let plan = try symdemote("plan", "--policy=\(policy.path)", program.path)
    #expect(plan.status == 1, "\(plan.errors)")
  }

  @Test func aHostIsKnownByItsExports() throws {
    let workshop = try Workshop()
    let api = (1...12).map { "int PyThing_\($0)(void) { return 0; }\n" }.joined()
    let host = try workshop.program(api + "int main(void) { return 0; }\n")
    let suggested = try mustRun(toolPath, ["policy", "--suggest", host.path])
    #expect(suggested.contains("\n#preset python-host  # 12 exports: "))
    let other = try workshop.copy(
      try workshop.program("int PyThing_1(void) { return 0; }\nint main(void) { return 0; }\n"),
      named: "other")
    #expect(
      !(try mustRun(toolPath, ["policy", "--suggest", other.path])).contains("preset python"))
  }

  @Test func aProgramThatCannotBeReadIsAnError() throws {
    let result = try symdemote("policy", "--suggest", "/nowhere")
    #expect(result.status == 2)
    #expect(result.errors.contains("/nowhere"))
  }
}
