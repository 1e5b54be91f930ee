// `--output=OUT` leaves the input alone and always writes OUT: a copy if nothing changes. After
// exit 2 or 3, OUT is as it was before.

import Foundation
import TestSupport
import Testing

@Suite struct OutputTests {
  @Test func theInputIsLeftAlone() throws {
    let specimen = try Specimen()
    let output = specimen.folder.file("out")
    try expectEnd(
      0, untouched: specimen.file, "apply", "--demote=alpha_*", "--output=\(output.path)",
      specimen.path)
    #expect(try exportedNames(output) == ["beta_one", "beta_two"])
    #expect(try exportedNames(specimen.file) == Specimen.names)
    try expectSoundDemotion(of: output, from: specimen.file, by: ["--demote=alpha_*"])
    // It is what an edit in place would have made.
    try demote(in: specimen.file, "--demote=alpha_*")
    #expect(try Data(contentsOf: output) == Data(contentsOf: specimen.file))
    #expect(try FileIdentity(output).mode == FileIdentity(specimen.file).mode)
  }

  @Test func withoutAChangeItIsACopy() throws {
    let specimen = try Specimen()
    let output = specimen.folder.file("out")
    try expectEnd(
      0, untouched: specimen.file, "apply", "--demote=gamma", "--output=\(output.path)",
      specimen.path)
    #expect(try Data(contentsOf: output) == Data(contentsOf: specimen.file))
  }

  @Test func anExistingFileIsReplaced() throws {
    let specimen = try Specimen()
    let text = String(repeating: "old ", count: 9999)
    let output = try specimen.folder.write(text, to: "out")
    let old = try FileIdentity(output)
    // Whoever has the old file open keeps it whole.
    let held = try FileHandle(forReadingFrom: output)
    #expect(
      try symdemote("apply", "--all", "--output", output.path, specimen.path).status == 0)
    #expect(try exportedNames(output) == [])
    #expect(try FileIdentity(output).inode != old.inode)
    #expect(try held.readToEnd() == Data(text.utf8))
  }

  @Test func afterTroubleOrARefusalItIsAsBefore() throws {
    let specimen = try Specimen()
    let output = try specimen.folder.write("old\n", to: "out")
    let option = "--output=\(output.path)"
    let program = try specimen.program().path
    let text = try specimen.folder.write("text\n", to: "text").path
    try expectEnd(3, untouched: output, "apply", "--demote=_IO_stdin_used", option, program)
    try expectEnd(2, untouched: output, "apply", "--all", option, text)
    try expectEnd(2, untouched: output, "apply", "--all", option, "/nonexistent")
    try expectEnd(2, untouched: output, "apply", option, specimen.path)
    try expectEnd(1, untouched: output, "apply", "--dry-run", "--all", option, specimen.path)
    // The opposite, so that the option itself is known to work.
    #expect(try symdemote("apply", "--all", option, specimen.path).status == 0)
    #expect(try Data(contentsOf: output).count == FileIdentity(specimen.file).size)
  }

  @Test func theInputIsNoOutput() throws {
    let specimen = try Specimen()
    let link = specimen.folder.file("link")
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: specimen.file)
    for output in [specimen.path, link.path] {
      try expectEnd(
        2, untouched: specimen.file, saying: "is the input itself", "apply", "--all",
        "--output=\(output)", specimen.path)
    }
  }

  @Test func aFolderIsNoOutput() throws {
    let specimen = try Specimen()
    try expectEnd(
      2, untouched: specimen.file, saying: "not a regular file", "apply", "--all",
      "--output=\(specimen.folder.url.path)", specimen.path)
    try expectEnd(
      2, untouched: specimen.file, saying: "/nonexistent", "apply", "--all",
      "--output=/nonexistent/out", specimen.path)
  }

  @Test func hardLinksDoNotMatter() throws {
    let specimen = try Specimen()
    let output = specimen.folder.file("out")
    try FileManager.default.linkItem(at: specimen.file, to: specimen.folder.file("other-name"))
    try expectEnd(
      0, untouched: specimen.file, "apply", "--all", "--output=\(output.path)", specimen.path)
    #expect(try exportedNames(output) == [])
  }
}
