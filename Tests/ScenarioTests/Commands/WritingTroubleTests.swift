// Trouble with writing is found before anything is written, by `plan` as by `apply`.

import Foundation
import TestSupport
import Testing

@Suite struct WritingTroubleTests {
  /// plan and apply end alike; both leave the folder as it is.
  private func expectTrouble(
    _ specimen: Specimen, saying message: String, _ options: String...
  ) throws {
    let names = try specimen.folder.names()
    for command in ["plan", "apply"] {
      let result = try run(toolPath, [command, "--all"] + options + [specimen.path])
      #expect(result.status == 2, "\(command): \(result.errors)")
      #expect(result.errors.contains(message), "\(command): \(result.errors)")
      #expect(try specimen.folder.names() == names)
    }
  }

  @Test func placesThatCannotBe() throws {
    let specimen = try Specimen()
    let folder = specimen.folder.url.path
    try expectTrouble(specimen, saying: "No such file", "--output=\(folder)/none/out")
    try expectTrouble(specimen, saying: "No such file", "--undo-file=\(folder)/none/undo")
    try FileManager.default.createSymbolicLink(
      at: specimen.folder.file("link"), withDestinationURL: specimen.folder.file("nothing"))
    try expectTrouble(specimen, saying: "symbolic link to nothing", "--output=\(folder)/link")
    try expectTrouble(specimen, saying: "exists already", "--undo-file=\(folder)/link")
    try expectTrouble(
      specimen, saying: "both --output and --undo-file", "--output=\(folder)/same",
      "--undo-file=\(folder)/./same")
    let result = try symdemote(
      "apply", "--all", "--output=\(folder)/out", "--undo-file=\(folder)/undo", specimen.path)
    #expect(result.status == 0)
  }

  /// A folder that cannot be opened cannot be synchronised after the rename: nothing is begun.
  @Test func aFolderThatMayNotBeRead() throws {
    let specimen = try Specimen()
    let tool = specimen.folder.file("symdemote")
    try FileManager.default.copyItem(at: URL(fileURLWithPath: toolPath), to: tool)
    let inner = specimen.folder.file("inner")
    let file = inner.appendingPathComponent("file")
    try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
    try FileManager.default.copyItem(at: specimen.file, to: file)
    try mustRun("chown", ["-R", "12345:12345", inner.path])
    try mustRun("chmod", ["755", specimen.folder.url.path])
    let before = try Data(contentsOf: file)
    func apply() throws -> RunResult {
      try run(
        "setpriv",
        [
          "--reuid=12345", "--regid=12345", "--clear-groups", tool.path, "apply", "--all",
          file.path,
        ])
    }
    for mode in ["300", "500"] {
      try mustRun("chmod", [mode, inner.path])
      #expect(try apply().status == 2)
      #expect(try Data(contentsOf: file) == before)
    }
    try mustRun("chmod", ["700", inner.path])
    #expect(try apply().status == 0)
    #expect(try Data(contentsOf: file) != before)
  }

  /// The disk is full: the file stays, and nothing beside it.
  @Test func aFullDisk() throws {
    let specimen = try Specimen()
    let disk = specimen.folder.file("disk")
    try FileManager.default.createDirectory(at: disk, withIntermediateDirectories: true)
    let size = try Data(contentsOf: specimen.file).count
    let pages = (size + 4095) / 4096
    try mustRun(
      "mount", ["-t", "tmpfs", "-o", "size=\((pages + 1) * 4096)", "tmpfs", disk.path])
    defer { _ = try? run("umount", [disk.path]) }
    let file = disk.appendingPathComponent("file")
    try FileManager.default.copyItem(at: specimen.file, to: file)
    try expectEnd(2, untouched: file, saying: "No space left", "apply", "--all", file.path)
    #expect(try FileManager.default.contentsOfDirectory(atPath: disk.path) == ["file"])
  }
}
