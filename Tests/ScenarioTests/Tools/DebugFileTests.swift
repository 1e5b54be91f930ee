// Debugging information that was split off a file still belongs to it after a demotion: addresses,
// the build ID and the file's own notes stay as they are. And it can be split off afterwards.

import Foundation
import TestSupport
import Testing

@Suite struct DebugFileTests {
  private static let questions = [
    "info line shared_function", "info address shared_data", "break shared_function",
    "list shared_function", "ptype kept_callback",
  ]

  /// What gdb says of the host's names; it reads the file and what belongs to it, and runs nothing.
  private func answers(_ file: URL) throws -> String {
    try mustRun(
      "gdb", ["-nx", "-batch"] + Self.questions.flatMap { ["-ex", $0] } + [file.path])
  }

  private func buildID(_ file: URL) throws -> String {
    let lines = try mustRun("readelf", ["-nW", file.path]).split(separator: "\n")
    return String(try #require(lines.first { $0.contains("Build ID:") }))
  }

  private func hosts() throws -> TwoCopies {
    try TwoCopies(in: try Workshop(), as: .pie, ["-g", "-Wl,--build-id"])
  }

  @Test func debugFilesSplitOffBeforeStillBelong() throws {
    let copies = try hosts()
    let debug = copies.workshop.folder.file("host.debug")
    try mustRun("objcopy", ["--only-keep-debug", copies.host.path, debug.path])
    try mustRun("objcopy", ["--strip-all", "--add-gnu-debuglink=\(debug.path)", copies.host.path])
    let (answers, buildID) = try (answers(copies.host), buildID(copies.host))
    #expect(answers.contains("program.c, line"))
    #expect(buildID == (try self.buildID(debug)))
    let link = try sectionBytes(".gnu_debuglink", of: copies.host)

    try demote(in: copies.host, "--demote=shared_*")

    #expect(try output(of: copies.program) == TwoCopies.separate)
    #expect(try self.answers(copies.host) == answers)
    #expect(try self.buildID(copies.host) == buildID)
    #expect(try sectionBytes(".gnu_debuglink", of: copies.host) == link)
    let joined = copies.workshop.folder.file("joined")
    try mustRun("eu-unstrip", ["-o", joined.path, copies.host.path, debug.path])
    #expect(try self.answers(joined) == answers)
    try expectEnd(0, untouched: joined, "verify", joined.path)
    let address = try #require(
      try dynamicSymbols(named: "shared_function", in: copies.host).first
    ).value
    for tool in ["addr2line", "eu-addr2line"] {
      let place = try mustRun(tool, ["-e", copies.host.path, "0x" + address])
      #expect(place.contains("program.c:"), "\(tool): \(place)")
    }
    // The opposite: without it nobody knows the lines.
    try FileManager.default.removeItem(at: debug)
    #expect(try !self.answers(copies.host).contains("program.c, line"))
  }

  @Test(arguments: ["eu-strip", "objcopy"])
  func debugFilesMayBeSplitOffAfterwards(_ tool: String) throws {
    let copies = try hosts()
    let answers = try answers(copies.host)
    try demote(in: copies.host, "--demote=shared_*")
    let whole = try copies.workshop.copy(copies.host, named: "whole")
    let debug = copies.workshop.folder.file("host.debug")
    if tool == "eu-strip" {
      try mustRun("eu-strip", ["-f", debug.path, copies.host.path])
    } else {
      try mustRun("objcopy", ["--only-keep-debug", copies.host.path, debug.path])
      try mustRun(
        "objcopy", ["--strip-all", "--add-gnu-debuglink=\(debug.path)", copies.host.path])
    }
    #expect(try self.answers(copies.host) == answers)
    #expect(try output(of: copies.program) == TwoCopies.separate)
    try expectEnd(2, untouched: debug, saying: "a separate debug file", "verify", debug.path)

    let joined = copies.workshop.folder.file("joined")
    try mustRun("eu-unstrip", ["-o", joined.path, copies.host.path, debug.path])
    #expect(try self.answers(joined) == answers)
    #expect(try newToolComplaints(of: joined, from: whole) == [])
    try expectEnd(0, untouched: joined, "verify", joined.path)
    #expect(try exportedNames(joined) == exportedNames(whole))
  }
}
