// `diff BEFORE AFTER` is the view of `plan` between any two files: 0 if they export the same, 1 if
// they differ.

import Foundation
import TestSupport
import Testing

@Suite struct DiffTests {
  @Test func theSameFile() throws {
    let specimen = try Specimen()
    let copy = try specimen.second()
    let result = try symdemote("diff", specimen.path, copy.path)
    #expect(result.status == 0)
    #expect(!result.output.contains("\n-T"))
  }

  @Test func aDemotion() throws {
    let specimen = try Specimen()
    let original = try demote(in: specimen.file, "--demote=alpha_one")
    let result = try symdemote("diff", original.path, specimen.path)
    #expect(result.status == 1)
    let lines = result.output.split(separator: "\n")
    #expect(lines.contains("-T alpha_one"))
    #expect(lines.contains("+t alpha_one"))
    #expect(lines.contains(" T alpha_two"))
    let backwards = try symdemote("diff", specimen.path, original.path)
    #expect(backwards.status == 1)
    #expect(backwards.output.contains("-t alpha_one\n+T alpha_one"))
  }

  @Test func unrelatedFiles() throws {
    let specimen = try Specimen()
    let other = try specimen.workshop.library("libgamma.so", "int gamma(void) { return 0; }\n")
    let result = try symdemote("diff", specimen.path, other.path)
    #expect(result.status == 1)
    #expect(result.output.contains("-T alpha_one\n"))
    #expect(result.output.contains("+T gamma\n"))
  }

  @Test func eitherFileMayBeTheTrouble() throws {
    let specimen = try Specimen()
    let text = try specimen.folder.write("text\n", to: "text").path
    try expectEnd(2, untouched: specimen.file, saying: text, "diff", text, specimen.path)
    try expectEnd(2, untouched: specimen.file, saying: text, "diff", specimen.path, text)
  }
}
