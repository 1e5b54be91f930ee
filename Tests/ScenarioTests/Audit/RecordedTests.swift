// `audit --ld-debug`: the diagnosis of what a real loader wrote down is that of the model.

import Foundation
import TestSupport
import Testing

@Suite struct RecordedTests {
  /// Runs the program of `sample` with a log, as LD_DEBUG_OUTPUT or as standard error.
  private func record(_ sample: EmbeddedDbus, asErrors: Bool) throws -> String {
    let log = sample.folder.file("log").path
    let variables = ["LD_DEBUG": "bindings", "LD_BIND_NOW": "1"]
    if asErrors {
      let result = try sample.start(variables)
      try sample.folder.write(result.errors + "\n" + result.output, to: "log")
    } else {
      _ = try sample.start(variables.merging(["LD_DEBUG_OUTPUT": log]) { $1 })
    }
    return log
  }

  @Test(arguments: [true, false])
  func theSameFindingsAsTheModel(_ asErrors: Bool) throws {
    let sample = try EmbeddedDbus()
    let log = try record(sample, asErrors: asErrors)
    let recorded = try AuditOutcome("--ld-debug=\(log)", directory: sample.folder.url)
    let modelled = try AuditOutcome("./program-c", directory: sample.folder.url)
    #expect(recorded.status == 1 && recorded.findings == modelled.findings)
    #expect(recorded.cures.map(\.commands) == modelled.cures.map(\.commands))
    #expect(recorded.cures.map(\.cured) == modelled.cures.map(\.cured))
    #expect(recorded.processes.count == 1)
    // From another folder the program has to be named.
    let elsewhere = try AuditOutcome("--ld-debug=\(log)", sample.program.path)
    #expect(elsewhere.findings == modelled.findings)
    let other = try AuditOutcome("--ld-debug=\(log)", "/usr/bin/perl")
    #expect(other.status == 2 && other.errors.contains("no process in the log"))
  }

  /// The log of one program that ran twice, and of another that is in order.
  @Test func severalProcesses() throws {
    let workshop = try Workshop()
    let copies = try TwoCopies(in: workshop, as: .pie)
    let log = workshop.folder.file("log").path
    try mustRun(
      "sh", ["-c", "\(copies.program.path); \(copies.program.path); /usr/bin/env"],
      environment: ["LD_DEBUG": "bindings", "LD_DEBUG_OUTPUT": log])
    let result = try symdemote("audit", "--ld-debug=\(log)")
    #expect(result.status == 1)
    let heads = result.output.split(separator: "\n").filter { $0.contains("(process ") }
    #expect(heads.contains { $0.contains("program (process") && $0.contains("split between") })
    #expect(heads.count { $0.contains("program (process") } == 1)
    #expect(heads.contains { $0.contains("env (process") && $0.contains("nothing is captured") })
    // Only the processes of the program that is named.
    let outcome = try AuditOutcome("--ld-debug=\(log)", copies.program.path)
    #expect(outcome.processes.count == 2 && outcome.findings.count == 1)
  }

  /// What is not there any more is said to be unknown, and the rest is diagnosed.
  @Test func filesThatAreGone() throws {
    let workshop = try Workshop()
    let copies = try TwoCopies(in: workshop, as: .pie)
    let log = workshop.folder.file("log").path
    try mustRun(
      copies.program.path, environment: ["LD_DEBUG": "bindings", "LD_DEBUG_OUTPUT": log])
    try FileManager.default.removeItem(at: copies.program)
    let outcome = try AuditOutcome("--ld-debug=\(log)")
    #expect(outcome.status == 1 && outcome.errors.contains(copies.program.path))
    #expect(try outcome.finding("libreal.so").captured == ["shared_data", "shared_function"])
    #expect(outcome.cures.allSatisfy { $0.commands.isEmpty && $0.obstacle != nil })
  }

  /// Two programs of one name are told apart by their paths, and a log that gives none by nothing.
  @Test func programsOfOneName() throws {
    let folder = try TemporaryFolder()
    for place in ["x", "y"] {
      try FileManager.default.createDirectory(
        at: folder.file(place), withIntermediateDirectories: true)
      _ = try link("int main(void) { return 0; }", to: "\(place)/app", in: folder, as: .pie)
    }
    let (x, y) = (folder.file("x/app").path, folder.file("y/app").path)
    let log = folder.file("log").path
    try mustRun(x, environment: ["LD_DEBUG": "bindings", "LD_DEBUG_OUTPUT": log])
    let both = try symdemote("audit", "--ld-debug=\(log)", y, x)
    #expect(both.status == 0 && both.output.contains(x) && !both.output.contains(y))
    let other = try symdemote("audit", "--ld-debug=\(log)", y)
    #expect(other.status == 2 && other.errors.contains("no process in the log"))
    // A path that starts nowhere means whichever program has the name, if there is only one.
    let relative = folder.file("relative").path
    try mustRun(
      "sh", ["-c", "cd \(folder.file("x").path) && exec ./app"],
      environment: ["LD_DEBUG": "bindings", "LD_DEBUG_OUTPUT": relative])
    #expect(try symdemote("audit", "--ld-debug=\(relative)", x).status == 0)
    #expect(try symdemote("audit", "--ld-debug=\(relative)", x, y).status == 2)
  }

  /// Nothing reassuring is said of what nobody could look at.
  @Test func nothingCouldBeJudged() throws {
    let folder = try TemporaryFolder()
    let line = "    1:\tbinding file /gone/app [0] to /gone/lib.so [0]: normal symbol `one'\n"
    let real = "/usr/lib/x86_64-linux-gnu/libz.so.1"
    let known = "    1:\tbinding file \(real) [0] to /gone/lib.so [0]: normal symbol `two'\n"
    let gone = try symdemote("audit", "--ld-debug=\(try folder.write(line, to: "gone").path)")
    #expect(gone.status == 2 && gone.errors.contains("1 of 1 lookups could not be judged"))
    #expect(!gone.output.contains("nothing is captured"))
    let part = try symdemote(
      "audit", "--ld-debug=\(try folder.write(line + known, to: "part").path)")
    #expect(part.status == 0 && part.errors.contains("1 of 2 lookups could not be judged"))
  }

  @Test func whatIsNoLog() throws {
    let folder = try TemporaryFolder()
    let empty = try folder.write("", to: "empty").path
    let noise = try folder.write("hello\n   1:\tcalling init: /lib/a.so\n", to: "noise").path
    for log in [empty, noise] {
      let result = try symdemote("audit", "--ld-debug=\(log)")
      #expect(result.status == 2 && result.errors.contains("LD_DEBUG=bindings"))
    }
  }
}
