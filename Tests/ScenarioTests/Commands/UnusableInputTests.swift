// What is no dynamic ELF file is an error that names the file, the structure where it can, and what
// is wrong; nothing is written.

import Foundation
import TestSupport
import Testing

@Suite struct UnusableInputTests {
  private static let commands = [["exports"], ["plan", "--all"], ["apply", "--all"], ["verify"]]

  private func expectTrouble(_ file: URL, saying message: String) throws {
    for command in Self.commands {
      let result = try run("timeout", ["10", toolPath] + command + [file.path])
      #expect(result.status == 2, "\(command) \(result)")
      #expect(result.output == "", "\(command)")
      #expect(result.errors.hasPrefix("symdemote: \(file.path): "), "\(result.errors)")
      #expect(result.errors.contains(message), "\(command) \(result.errors)")
    }
  }

  @Test func noELFFile() throws {
    let folder = try TemporaryFolder()
    for text in ["", "\u{7f}EL", "#!/bin/sh\n", String(repeating: "text ", count: 999)] {
      let file = try folder.write(text, to: "file")
      try expectTrouble(file, saying: "not an ELF file")
      #expect(try String(contentsOf: file, encoding: .utf8) == text)
    }
  }

  @Test func otherKindsOfELFFile() throws {
    let workshop = try Workshop()
    let object = try workshop.object("object", "int f(void) { return 0; }\n")
    try expectTrouble(object, saying: "relocatable")
    let program = try workshop.folder.write("int main(void) { return 0; }\n", to: "main.c")
    let file = workshop.folder.file("static")
    try mustRun("gcc", ["-static", "-o", file.path, program.path])
    try expectTrouble(file, saying: "static")
    try expectTrouble(
      try workshop.archive("lib.a", of: [object]), saying: "archive")
  }

  @Test func aTruncatedFileNamesTheStructure() throws {
    let specimen = try Specimen()
    let bytes = try Data(contentsOf: specimen.file)
    for size in [52, 100, 0x300, bytes.count / 2, bytes.count - 1] {
      let file = specimen.folder.file("truncated")
      try bytes.prefix(size).write(to: file)
      try expectTrouble(file, saying: " at 0x")
      #expect(try Data(contentsOf: file) == bytes.prefix(size))
    }
    #expect(try symdemote("verify", specimen.path).status == 0)
  }

  @Test func whatIsNoRegularFile() throws {
    let folder = try TemporaryFolder()
    try expectTrouble(folder.url, saying: "not a regular file")
    let pipe = folder.file("pipe")
    try mustRun("mkfifo", [pipe.path])
    try expectTrouble(pipe, saying: "not a regular file")
    try expectTrouble(URL(fileURLWithPath: "/dev/null"), saying: "not a regular file")
    try expectTrouble(folder.file("missing"), saying: "No such file or directory")
    let loop = folder.file("loop")
    try FileManager.default.createSymbolicLink(at: loop, withDestinationURL: loop)
    try expectTrouble(loop, saying: "symbolic links")
  }

  @Test func theUndoRecordAndTheOriginalAreInputsToo() throws {
    let specimen = try Specimen()
    let folder = specimen.folder.url.path
    for (words, name) in [
      (["undo", "--undo-file=\(folder)"], folder),
      (["undo", "--undo-file=/nonexistent"], "/nonexistent"),
      (["undo", "--undo-file=\(specimen.path)"], "line 1"),
      (["verify", "--against=\(folder)"], folder),
      (["apply", "--demote-from=\(folder)"], folder),
    ] {
      let result = try run(toolPath, words + [specimen.path])
      #expect(result.status == 2)
      #expect(result.errors.contains(name), "\(result.errors)")
    }
  }
}
