// A versioned reference accepts a definition whose version has the same name, in any object of the
// scope; that the needed file defines the version is checked before, in its version definitions
// (glibc elf/dl-lookup.c check_match, elf/dl-version.c). A local symbol has version index 0,
// VER_NDX_LOCAL (LSB, "Symbol Version Table").

import Foundation
import TestSupport
import Testing

@Suite struct VersionTests {
  static let librarySource = """
    int old_answer(void) { return STAMP + 1; }
    int new_answer(void) { return STAMP + 2; }
    int stays(void) { return STAMP + 3; }
    __asm__(".symver old_answer, answer@V1");
    __asm__(".symver new_answer, answer@@V2");

    """
  static let programSource = """
    #include <stdio.h>
    int first_answer(void), answer(void), stays(void);
    __asm__(".symver first_answer, answer@V1");
    int main(void) { return printf("%d %d %d\\n", first_answer(), answer(), stays()) < 0; }

    """

  @Test(arguments: Linker.allCases, HashStyle.allCases)
  func allVersionsOfALibrarysSymbolGo(_ linker: Linker, _ style: HashStyle) throws {
    let workshop = try Workshop(linker)
    let script = try workshop.script(
      "V1 { global: answer; local: *; };\nV2 { global: answer; stays; } V1;\n", named: "versions")
    let options = [script, "-Wl,--hash-style=\(style)"]
    let vendored = try workshop.library(
      "libvendored.so", Self.librarySource, options + ["-DSTAMP=10"])
    let fallback = try workshop.library(
      "libfallback.so", Self.librarySource, options + ["-DSTAMP=20"])
    let program = try workshop.program(Self.programSource, needing: [vendored, fallback])
    #expect(try output(of: program) == "11 12 13\n")
    let definitions = try versionDefinitions(of: vendored)
    let markers = try absoluteSymbols(vendored)
    #expect(try versionIndices("answer", in: vendored).allSatisfy { $0 & 0x7fff > 1 })

    try demote(in: vendored, "--demote=answer")

    #expect(try output(of: program) == "21 22 13\n")
    #expect(try versionIndices("answer", in: vendored) == [0, 0])
    #expect(try versionIndices("stays", in: vendored).allSatisfy { $0 & 0x7fff > 1 })
    #expect(try versionDefinitions(of: vendored) == definitions)
    #expect(try absoluteSymbols(vendored) == markers)
  }

  @Test(arguments: Linker.allCases)
  func aProgramMayDefineVersions(_ linker: Linker) throws {
    let workshop = try Workshop(linker)
    let script = try workshop.script(
      "APP_1 { global: shared_*; kept_*; };\n", named: "versions")
    let copies = try TwoCopies(in: workshop, as: .pie, [script])
    #expect(try output(of: copies.program) == TwoCopies.captured)
    let definitions = try versionDefinitions(of: copies.host)
    let markers = try absoluteSymbols(copies.host)
    #expect(definitions.contains { $0.contains("APP_1") })

    // Everything, yet the markers of versions are no exports.
    try demote(in: copies.host, "--all", "--keep=kept_callback")

    #expect(try output(of: copies.program) == TwoCopies.separate)
    #expect(try versionIndices("shared_function", in: copies.host) == [0])
    #expect(try versionIndices("kept_callback", in: copies.host) != [0])
    #expect(try versionDefinitions(of: copies.host) == definitions)
    #expect(try absoluteSymbols(copies.host) == markers)
  }

  /// GNU ld and gold mark versions by absolute symbols; what is asked for by name is refused.
  @Test(arguments: [Linker.bfd, .gold])
  func aVersionMarkerIsNoExport(_ linker: Linker) throws {
    let workshop = try Workshop(linker)
    let script = try workshop.script("V1 { global: answer; };\n", named: "versions")
    let file = try workshop.library("libone.so", "int answer(void) { return 1; }\n", [script])
    #expect(try absoluteSymbols(file) == ["V1"])
    let listing = try mustRun(toolPath, ["exports", file.path]).split(separator: "\n")
    #expect(!listing.contains { $0.hasPrefix("V1") })
    try expectEnd(
      3, untouched: file, saying: "[version-marker]", "apply", "--demote=V1", file.path)
    try demote(in: file, "--all")
    #expect(try absoluteSymbols(file) == ["V1"])
    #expect(try isDemoted("answer", in: file))

    // By force it goes, and whoever compares is told, though no export is lost.
    let plan = try symdemote("plan", "--demote=V1", "--force", file.path).output
    #expect(plan.contains("\n-A V1@@V1\n+a V1  # forced: --demote=V1 over version-marker"))
    #expect(plan.contains(" exports, 0 demoted, "))
    let marked = try demote(in: file, "--demote=V1", "--force")
    #expect(try absoluteSymbols(file) == [])
    #expect(
      try symdemote("diff", marked.path, file.path).output.contains("\n-A V1@@V1\n+a V1\n"))
    #expect(
      try symdemote("diff", file.path, marked.path).output.contains("\n-a V1\n+A V1@@V1\n"))
    #expect(try !symdemote("diff", marked.path, marked.path).output.contains("V1"))
  }

  private func versionIndices(_ name: String, in file: URL) throws -> [UInt16] {
    let versions = try sectionWords(".gnu.version", of: file, as: UInt16.self)
    return try dynamicSymbols(named: name, in: file).map { versions[$0.index] }
  }

  /// The definitions as readelf prints them, which follow the table of indices.
  private func versionDefinitions(of file: URL) throws -> [String] {
    let lines = try mustRun("readelf", ["-VW", file.path]).split(separator: "\n")
    let start = lines.firstIndex { $0.hasPrefix("Version definition section") } ?? lines.endIndex
    return lines[start...].map(String.init)
  }

  private func absoluteSymbols(_ file: URL) throws -> [String] {
    try dynamicSymbols(file).filter { $0.section == "ABS" && !$0.isLocal }.map(\.name).sorted()
  }
}
