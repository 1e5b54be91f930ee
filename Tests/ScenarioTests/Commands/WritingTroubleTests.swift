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
    try expectTrouble(
      specimen, saying: "no file can be written in the folder", "--output=\(folder)/none/out")
    try expectTrouble(
      specimen, saying: "no file can be written in the folder", "--undo-file=\(folder)/none/undo")
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

  /// Writing ends halfway, as on a full disk: the file stays, and nothing beside it.
  @Test func aWriteThatEndsHalfway() throws {
    let specimen = try Specimen()
    let names = try specimen.folder.names()
    let before = try (FileIdentity(specimen.file), Data(contentsOf: specimen.file))
    func apply(limit: String) throws -> RunResult {
      try run(
        "bash",
        ["-c", "trap '' XFSZ; ulimit -f \(limit); exec \(toolPath) apply --all \(specimen.path)"])
    }
    let result = try apply(limit: "8")  // KiB
    #expect(result.status == 2 && result.errors.contains("File too large"), "\(result.errors)")
    #expect(try specimen.folder.names() == names)
    #expect(try FileIdentity(specimen.file) == before.0)
    #expect(try Data(contentsOf: specimen.file) == before.1)
    #expect(try apply(limit: "unlimited").status == 0)
  }

  /// A result that cannot be printed is no success.
  @Test func anOutputThatIsFull() throws {
    let specimen = try Specimen()
    let command = "\(toolPath) exports --format=json \(specimen.path)"
    let full = try run("bash", ["-c", command + " > /dev/full"])
    #expect(full.status == 2 && full.errors.contains("No space left"), "\(full.errors)")
    #expect(try run("bash", ["-c", command + " >&-"]).status == 2)
    #expect(try run("bash", ["-c", command + " > /dev/null"]).status == 0)
  }

  /// A copy by somebody else cannot have the original's file capabilities, and says so.
  @Test func whatACopyLoses() throws {
    let specimen = try Specimen()
    let tool = specimen.folder.file("symdemote")
    try FileManager.default.copyItem(at: URL(fileURLWithPath: toolPath), to: tool)
    try mustRun("setcap", ["cap_net_raw+ep", specimen.path])
    try mustRun("chmod", ["4755", specimen.path])
    try mustRun("setcap", ["cap_net_raw+ep", specimen.path])
    try mustRun("chmod", ["777", specimen.folder.url.path])
    let output = specimen.folder.file("output")
    let words = [
      tool.path, "apply", "--all", "--allow-privileged", "--output=\(output.path)", specimen.path,
    ]
    let copied = try run(
      "setpriv", ["--reuid=12345", "--regid=12345", "--clear-groups"] + words)
    #expect(copied.status == 0)
    #expect(copied.errors.contains("security.capability"))
    #expect(copied.errors.contains("no setuid or setgid bit"))
    #expect(try mustRun(words[0], Array(words.dropFirst())).contains("demoted"))
    #expect(try mustRun("getcap", [output.path]).contains("cap_net_raw"))
  }
}
