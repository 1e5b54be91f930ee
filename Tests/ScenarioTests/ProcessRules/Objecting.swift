// What every rule does that objects: a pattern leaves the name out, its exact name makes the run
// refuse, --force lifts that, and without a process the rule is not asked.

import Foundation
import TestSupport
import Testing

/// Checks all that about `rule` and `name` in `file`.
///
/// - Parameters:
///   - options: the options that describe processes.
///   - fileRule: the rule that keeps the name where no process is known; nil for none.
/// - Returns: a copy of `file`, beside it, in which `name` is demoted by force.
@discardableResult
func expectObjection(
  of rule: String, to name: String, in file: URL, _ options: String...,
  withoutProcess fileRule:
    String? = nil, sourceLocation: SourceLocation = #_sourceLocation
) throws -> URL {
  let pattern = "--demote=\(name.dropLast())?"
  let exact = "--demote=\(name)"
  let before = try (FileIdentity(file), Data(contentsOf: file))

  let plan = try Plan(options + [pattern, file.path])
  #expect(plan.cause(name) == "kept-by-rule", sourceLocation: sourceLocation)
  #expect(plan.rule(name) == rule, sourceLocation: sourceLocation)
  #expect(!plan.demotes(name), sourceLocation: sourceLocation)
  let text = try run(toolPath, ["plan"] + options + [pattern, file.path])
  #expect(text.status == 0, sourceLocation: sourceLocation)
  let line = text.output.split(separator: "\n").first { $0.contains(" \(name)  # kept: ") }
  #expect(line?.contains("[\(rule)]") == true, sourceLocation: sourceLocation)

  for command in ["plan", "apply"] {
    let refusal = try run(toolPath, [command] + options + [exact, file.path])
    #expect(refusal.status == 3, sourceLocation: sourceLocation)
    #expect(
      refusal.errors.contains("\(name) must stay exported: "), sourceLocation: sourceLocation)
    #expect(refusal.errors.contains("[\(rule)]; "), sourceLocation: sourceLocation)
  }

  let forced = file.deletingLastPathComponent().appendingPathComponent("forced")
  try? FileManager.default.removeItem(at: forced)
  let force = try run(
    toolPath, ["apply", "--force", "--output=\(forced.path)"] + options + [exact, file.path])
  #expect(force.status == 0, "\(force.errors)", sourceLocation: sourceLocation)
  #expect(
    force.output.contains("\(name)  # forced: \(exact) over \(rule)\n"),
    sourceLocation: sourceLocation)
  #expect(try isDemoted(name, in: forced), sourceLocation: sourceLocation)

  let alone = try Plan(["--no-process", pattern, file.path])
  #expect(alone.rule(name) == fileRule, sourceLocation: sourceLocation)
  #expect(alone.demotes(name) == (fileRule == nil), sourceLocation: sourceLocation)
  #expect(alone.processes.isEmpty, sourceLocation: sourceLocation)

  #expect(try FileIdentity(file) == before.0, sourceLocation: sourceLocation)
  #expect(try Data(contentsOf: file) == before.1, sourceLocation: sourceLocation)
  return forced
}

/// Checks that no rule keeps `name` in `file`, and demotes it there.
func expectNoObjection(
  to name: String, in file: URL, _ options: String...,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let plan = try Plan(options + ["--demote=\(name)", file.path])
  #expect(plan.status == 1, sourceLocation: sourceLocation)
  #expect(plan.rule(name) == nil, sourceLocation: sourceLocation)
  #expect(plan.demotes(name), sourceLocation: sourceLocation)
  try mustRun(toolPath, ["apply"] + options + ["--demote=\(name)", file.path])
  #expect(try isDemoted(name, in: file), sourceLocation: sourceLocation)
}
