// The number of jobs, the order of the operands and the folder one stands in leave no trace: the
// same bytes, the same report.

import Foundation
import TestSupport
import Testing

@Suite struct JobsTests {
  private static let source = """
    #include <stdio.h>
    int common(void);
    int (*table[])(void) = {common};
    int main(void) { printf("%d\\n", table[0]()); return 0; }
    """

  /// A program that needs `common`, and many libraries that define it: whichever is asked last must
  /// keep it.
  private func rivals() throws -> (workshop: Workshop, program: URL, libraries: [URL]) {
    let workshop = try Workshop()
    let libraries = try (10..<18).map {
      try workshop.library("librival\($0).so", "int common(void) { return 1; }\n")
    }
    let program = try workshop.program(Self.source, needing: libraries)
    return (workshop, program, libraries)
  }

  private struct Outcome: Equatable {
    var contents: [Data]
    var output: String
    var errors: String
    var status: Int32?
  }

  @Test func theSameBytesForAnyJobsOrderAndFolder() throws {
    let (workshop, program, libraries) = try rivals()
    let originals = try libraries.map { try Data(contentsOf: $0) }
    func outcome(_ words: [String], _ operands: [String], from folder: URL) throws -> Outcome {
      for (library, original) in zip(libraries, originals) { try original.write(to: library) }
      let result = try run(
        toolPath, ["apply", "--demote=common", "--in=\(program.path)"] + words + operands,
        directory: folder)
      return Outcome(
        contents: try libraries.map { try Data(contentsOf: $0) },
        output: result.output, errors: result.errors, status: result.status)
    }
    let here = workshop.folder.url
    let paths = libraries.map(\.path)
    let one = try outcome(["--jobs=1"], paths, from: here)
    // Asked for by name, it cannot be taken from the last one.
    #expect(one.status == 3)
    #expect(one.contents.dropLast().allSatisfy { !originals.contains($0) })
    #expect(one.contents.last == originals.last)
    #expect(try run(program.path).output == "1\n")
    for jobs in [2, 3, 8, 64] {
      #expect(try outcome(["--jobs=\(jobs)"], paths, from: here) == one, "\(jobs) jobs")
    }
    #expect(try outcome([], paths, from: here) == one)
    for operands in [paths.reversed(), Array(paths[4...] + paths[..<4])] {
      let other = try outcome(["--jobs=4"], operands, from: here)
      #expect(other.contents == one.contents && other.status == one.status)
      // What is told of comes in the order in which it was named.
      let told = other.output.split(separator: "\n").compactMap { line in
        operands.firstIndex { line.contains($0) }
      }
      #expect(told == told.sorted())
    }
    let names = libraries.map(\.lastPathComponent)
    #expect(try outcome(["--jobs=4"], names.reversed(), from: here).contents == one.contents)
    let above = here.deletingLastPathComponent()
    let relative = names.map { here.lastPathComponent + "/" + $0 }
    #expect(try outcome(["--jobs=4"], relative, from: above).contents == one.contents)
  }

  /// What a dry run foresees is what comes.
  @Test func aDryRunForeseesIt() throws {
    let (workshop, program, libraries) = try rivals()
    let words = ["--demote=common", "--in=\(program.path)", "--jobs=4"] + libraries.map(\.path)
    let plan = try run(toolPath, ["plan"] + words)
    #expect(plan.status == 3)
    let apply = try run(toolPath, ["apply"] + words)
    #expect(apply.status == plan.status && apply.errors == plan.errors)
    for library in libraries {
      let isDemoted = try exportedNames(library) == []
      #expect(isDemoted == plan.output.contains("--- a\(library.path)\n"))
    }
    #expect(try workshop.folder.names().contains("program"))
  }

  /// Libraries with which names collide are taken as they were before the run.
  @Test func collisionsAreTheSameForAnyJobs() throws {
    let tree = try Tree()
    let originals = try tree.contents
    func outcome(_ words: String...) throws -> [Data] {
      for (file, original) in zip(tree.files, originals) { try original.write(to: file) }
      let root = tree.root.path
      let result = try run(
        toolPath,
        ["apply", "--colliding", "--with=\(root)/lib", "--recursive", "\(root)/lib"] + words)
      #expect(result.status == 0, "\(result.errors)")
      return try tree.contents
    }
    let one = try outcome("--jobs=1")
    for jobs in [2, 8] { #expect(try outcome("--jobs=\(jobs)") == one) }
  }

  @Test func aNumberOfJobsIsANumber() throws {
    let specimen = try Specimen()
    for word in ["0", "-1", "many", "99999999999999999999", "1025"] {
      try expectEnd(
        2, untouched: specimen.file, saying: "--jobs is a number", "apply", "--all",
        "--jobs=\(word)", specimen.path)
    }
    #expect(try symdemote("apply", "--all", "--jobs=1024", specimen.path).status == 0)
  }
}
