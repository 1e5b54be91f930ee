// A clause may name a version: `name@VERSION`, or `@VERSION` for all that a node holds.

import Foundation
import TestSupport
import Testing

@Suite struct VersionSelectionTests {
  /// A library with two versions of `api`, and one symbol in each node beside it.
  private func library(in workshop: Workshop) throws -> URL {
    let map = "V1 { global: old; api; };\nV2 { global: new; api; local: *; } V1;\n"
    return try workshop.library(
      "libversions.so",
      """
      __asm__(".symver api_1, api@V1");
      __asm__(".symver api_2, api@@V2");
      int api_1(void) { return 1; }
      int api_2(void) { return 2; }
      int old(void) { return 1; }
      int new(void) { return 2; }

      """, [try workshop.script(map, named: "versions.map")])
  }

  /// What `options` leave, as readelf writes it.
  private func left(_ options: String...) throws -> Set<String> {
    let workshop = try Workshop()
    let library = try library(in: workshop)
    try mustRun(toolPath, ["apply"] + options + [library.path])
    return try versionedExports(of: library)
  }

  @Test func oneVersionOfANameIsDemoted() throws {
    #expect(try left("--demote=api@V1") == ["api@@V2", "old@@V1", "new@@V2"])
    #expect(try left("--demote=api@@V2") == ["api@V1", "old@@V1", "new@@V2"])
    #expect(try left("--demote=api") == ["old@@V1", "new@@V2"])
  }

  @Test func aWholeVersionIsDemotedOrKept() throws {
    #expect(try left("--demote=@V1") == ["api@@V2", "new@@V2"])
    #expect(try left("--all", "--keep=@V1") == ["api@V1", "old@@V1"])
    #expect(try left("--demote=@V*") == [])
    #expect(try left("--demote=a*@V[2-9]") == ["api@V1", "old@@V1", "new@@V2"])
  }

  @Test func theVersionMakesANameMoreExact() throws {
    #expect(try left("--demote=api", "--keep=api@V2") == ["api@@V2", "old@@V1", "new@@V2"])
    #expect(try left("--keep=api", "--demote=api@V2") == ["api@V1", "old@@V1", "new@@V2"])
    #expect(try left("--demote=old", "--keep=@V1") == ["api@V1", "api@@V2", "new@@V2"])
  }

  @Test func theSameVersionOnBothSidesIsAnError() throws {
    let workshop = try Workshop()
    let library = try library(in: workshop)
    try expectEnd(
      2, untouched: library, saying: "'api@V1' is both", "apply", "--demote=api@V1",
      "--keep=api@@V1", library.path)
  }

  @Test func aVersionThatIsNotThereIsReported() throws {
    let workshop = try Workshop()
    let library = try library(in: workshop)
    try expectEnd(
      0, untouched: library, saying: "--demote=old@V2 matches no export", "apply",
      "--demote=old@V2", library.path)
  }
}

/// The exports of `file` with their versions, markers aside.
private func versionedExports(of file: URL) throws -> Set<String> {
  let output = try mustRun("readelf", ["-W", "--dyn-syms", file.path])
  return Set(
    output.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      guard words.count == 8, ["GLOBAL", "WEAK"].contains(words[4]),
        !["UND", "ABS"].contains(words[6])
      else { return nil }
      return String(words[7])
    })
}
