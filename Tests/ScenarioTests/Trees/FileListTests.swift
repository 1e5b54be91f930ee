// `--files-from`: the files that a list names, as if they stood on the command line.

import Foundation
import TestSupport
import Testing

@Suite struct FileListTests {
  @Test func aListNamesFiles() throws {
    let tree = try Tree()
    let list = try tree.specimen.folder.write(
      tree.files.map { $0.path + "\n" }.joined(), to: "list")
    let result = try symdemote("exports", "--files-from=\(list.path)")
    #expect(result.status == 0)
    #expect(result.output == (try run(toolPath, ["exports"] + tree.files.map(\.path)).output))
    // Beside operands, and from standard input.
    let piped = try run(
      "sh", ["-c", "'\(toolPath)' exports --files-from=- '\(tree.files[0].path)' < '\(list.path)'"])
    #expect(piped.output == result.output)
  }

  @Test func zerosEndNames() throws {
    let specimen = try Specimen()
    let odd = try specimen.second(named: "a\nb.so")
    let list = try specimen.folder.write("\(specimen.path)\0\(odd.path)\0", to: "list")
    let words = ["apply", "--all", "--files-from=\(list.path)"]
    try expectEnd(
      2, untouched: odd, saying: "No such file", words[0], words[1], words[2])
    #expect(try run(toolPath, words + ["--null"]).status == 0)
    #expect(try exportedNames(odd) == [] && exportedNames(specimen.file) == [])
    try expectEnd(
      2, untouched: odd, saying: "--files-from", "plan", "--all", "--null", odd.path)
  }

  @Test func foldersInAListNeedTheirOption() throws {
    let tree = try Tree()
    let list = try tree.specimen.folder.write("\(tree.root.path)\n", to: "list")
    let words = ["apply", "--all", "--files-from=\(list.path)"]
    let result = try run(toolPath, words)
    #expect(result.status == 2 && result.errors.contains("--recursive"))
    #expect(try run(toolPath, words + ["--recursive"]).status == 0)
    #expect(try exportedNames(tree.files[1]) == [])
  }

  @Test func whatCannotBe() throws {
    let specimen = try Specimen()
    let list = try specimen.folder.write("\(specimen.path)\n", to: "list")
    try expectEnd(
      2, untouched: specimen.file, saying: "none", "apply", "--all",
      "--files-from=\(specimen.folder.file("none").path)")
    // One output is of one file, and who knows how many a list names.
    try expectEnd(
      2, untouched: specimen.file, saying: "--output goes with one FILE", "apply", "--all",
      "--output=o", "--files-from=\(list.path)")
    // Standard input can be read once.
    try expectEnd(
      2, untouched: specimen.file, saying: "named twice", "apply", "--all", "--keep-list=-",
      "--files-from=-", specimen.path)
    let empty = try specimen.folder.write("", to: "empty")
    try expectEnd(
      0, untouched: specimen.file, "apply", "--all", "--files-from=\(empty.path)")
  }
}
