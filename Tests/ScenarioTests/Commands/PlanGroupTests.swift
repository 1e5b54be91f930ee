// Many names that stand one by one in a file are told of at once, with a version or without; a pattern
// is its own reason.

import Foundation
import TestSupport
import Testing

@Suite struct PlanGroupTests {
  private static let count = 90

  private func library(_ workshop: Workshop) throws -> URL {
    let script = try workshop.script(
      "V1 { global: *; };", named: "versions", option: "--version-script")
    let source = (0..<Self.count).map { "int name\($0)(void) { return \($0); }\n" }.joined()
    return try workshop.library("liblong.so", source, [script])
  }

  @Test(arguments: ["", "@V1"])
  func namesOneByOne(_ version: String) throws {
    let workshop = try Workshop()
    let library = try library(workshop)
    let names = (0..<80).map { "demote name\($0)\(version)\n" }.joined()
    let policy = try workshop.folder.write(names + "keep name80\(version)\n", to: "long.policy")
    let plan = try symdemote("plan", "--policy=\(policy.path)", library.path)
    #expect(plan.status == 1, "\(plan.errors)")
    let lines = plan.output.split(separator: "\n")
    #expect(lines.contains("-80 symbols  # \(policy.path): 80 names, one by one"), "\(plan.output)")
    // One alone is told of as it stands.
    #expect(
      lines.contains(" 1 symbol  # kept: \(policy.path):81: keep name80\(version)"),
      "\(plan.output)")
    #expect(lines.contains { $0.hasPrefix("-    name0@@V1 name1@@V1 ") && $0.contains(" more") })
    // All of them are listed where that is asked for.
    let verbose = try symdemote("plan", "--verbose", "--policy=\(policy.path)", library.path)
    #expect(verbose.output.contains("\(policy.path):80: demote name79\(version)"))
  }

  @Test func patternsStayApart() throws {
    let workshop = try Workshop()
    let library = try library(workshop)
    let policy = try workshop.folder.write("demote name?\ndemote name1?\n", to: "short.policy")
    let plan = try symdemote("plan", "--policy=\(policy.path)", library.path)
    #expect(
      plan.output.contains("-10 symbols  # \(policy.path):1: demote name?\n"), "\(plan.output)")
    #expect(plan.output.contains("-10 symbols  # \(policy.path):2: demote name1?\n"))
  }
}
