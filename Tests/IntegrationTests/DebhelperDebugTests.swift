// The debug symbols that dh_strip split off after a demotion belong to what is packaged.

import Foundation
import TestSupport
import Testing

@Suite struct DebhelperDebugTests {
  /// The build-id of an ELF file, in hexadecimal digits.
  private func buildID(_ file: URL) throws -> String {
    let lines = try mustRun("readelf", ["-nW", file.path]).split(separator: "\n")
    let line = try #require(lines.first { $0.contains("Build ID:") })
    return String(try #require(line.split(separator: " ").last))
  }

  /// The file in a dbgsym package for the build-id of `file`.
  private func debugFile(for file: URL, in package: URL) throws -> URL {
    let digits = try buildID(file)
    return package.appendingPathComponent(
      "usr/lib/debug/.build-id/\(digits.prefix(2))/\(digits.dropFirst(2)).debug")
  }

  private func file(_ name: String, of build: DebhelperBuild) throws -> URL {
    name == "leaky" ? try build.program() : try build.library()
  }

  @Test(arguments: ["leaky", "libleaky1"])
  func buildIDsAreThoseOfTheLinkedFiles(_ package: String) throws {
    let (demoted, leaking) = try (DebhelperBuild.demoted.get(), DebhelperBuild.leaking.get())
    let identity = try buildID(try file(package, of: demoted))
    #expect(try identity == buildID(try file(package, of: leaking)))
    #expect(try demoted.control("control", of: "\(package)-dbgsym").contains(identity))
  }

  @Test(arguments: [("leaky", "tally_add"), ("leaky", "main"), ("libleaky1", "tally_twice")])
  func debuggersFindTheFunctions(_ package: String, _ function: String) throws {
    let build = try DebhelperBuild.demoted.get()
    let file = try file(package, of: build)
    let debug = try build.contents("\(package)-dbgsym")
    let debugFile = try debugFile(for: file, in: debug)
    #expect(FileManager.default.fileExists(atPath: debugFile.path))

    func answer(_ folder: URL) throws -> String {
      try mustRun(
        "gdb",
        [
          "-nx", "-batch", "-iex",
          "set debug-file-directory \(folder.appendingPathComponent("usr/lib/debug").path)",
          "-ex", "info line \(function)", file.path,
        ])
    }
    let source = function == "main" ? "program.c\" starts" : "tally.c\" starts"
    #expect(try answer(debug).contains(source))
    #expect(try !answer(build.source).contains(source), "without the package it knows none")

    // Joined again they are one file, in which the function is a local symbol that has lines.
    let folder = try TemporaryFolder()
    let joined = folder.file("joined")
    try mustRun("eu-unstrip", ["-o", joined.path, file.path, debugFile.path])
    #expect(try mustRun("nm", [joined.path]).contains(" \(function)\n"))
    #expect(try symdemote("verify", joined.path).succeeded)
  }
}
