// `apply --undo-file=U` records what `undo` needs to put the file back, bit for bit; `undo` refuses
// any file but the one that the recorded edit made.

import Foundation
import TestSupport
import Testing

@Suite struct UndoTests {
  /// A file that was demoted with a record.
  private struct Recorded {
    let specimen: Specimen
    let original: Data
    let record: URL
    var option: String { "--undo-file=\(record.path)" }

    init() throws {
      specimen = try Specimen()
      original = try Data(contentsOf: specimen.file)
      record = specimen.folder.file("undo")
      try mustRun("chmod", ["751", specimen.path])
      try mustRun(toolPath, ["apply", "--demote=alpha_*", option, specimen.path])
      #expect(try isDemoted("alpha_one", in: specimen.file))
    }
  }

  @Test func theFileIsPutBackBitForBit() throws {
    let recorded = try Recorded()
    let before = try FileIdentity(recorded.specimen.file)
    #expect(try symdemote("undo", recorded.option, recorded.specimen.path).status == 0)
    #expect(try Data(contentsOf: recorded.specimen.file) == recorded.original)
    #expect(try FileIdentity(recorded.specimen.file).mode == before.mode)
    // It is another file now than the record's.
    try expectEnd(
      3, untouched: recorded.specimen.file, "undo", recorded.option, recorded.specimen.path)
  }

  @Test func anyOtherFileIsRefused() throws {
    let recorded = try Recorded()
    let file = recorded.specimen.file
    try mustRun(toolPath, ["apply", "--demote=beta_one", file.path])
    try expectEnd(
      3, untouched: file, saying: "not the file", "undo", recorded.option, file.path)
    try Data(recorded.original + [0]).write(to: file)
    try expectEnd(3, untouched: file, "undo", recorded.option, file.path)
    try expectEnd(2, untouched: file, "undo", recorded.option, file.path + "-missing")
  }

  /// Every way to damage one line of the record.
  @Test(arguments: [
    "s/^symdemote-undo 1/symdemote-undo 2/", "s/^size /size 1/", "s/^size .*/size/",
    "s/^before ..../before 0000/", "s/^before .*/before/", "s/^after ..../after 0000/",
    "s/^bytes \\([0-9]*\\) ../bytes \\1 zz/", "s/^bytes \\([0-9]*\\) ../bytes \\1 00/",
    "s/^bytes [0-9]*/bytes 99999999999999999999/", "s/^bytes [0-9]*/bytes 9999999/",
    "s/^bytes [0-9]*/bytes -1/", "s/^bytes .*/bytes/", "$d", "1d", "2d", "3d", "4d", "5d",
    "$s/..$//", "$s/.$//", "$a bytes 0 00",
  ])
  func aDamagedRecordIsRefused(_ damage: String) throws {
    let recorded = try Recorded()
    let text = try Data(contentsOf: recorded.record)
    try mustRun("sed", ["-i", damage, recorded.record.path])
    let isDamaged = try Data(contentsOf: recorded.record) != text
    #expect(isDamaged)
    let file = recorded.specimen.file
    let before = try FileIdentity(file)
    let result = try symdemote("undo", recorded.option, file.path)
    #expect([2, 3].contains(result.status), "\(result)")
    #expect(result.errors.hasPrefix("symdemote: "))
    #expect(try FileIdentity(file) == before)
  }

  @Test func anExistingRecordIsNotOverwritten() throws {
    let specimen = try Specimen()
    let record = try specimen.folder.write("needed\n", to: "undo")
    try expectEnd(
      2, untouched: specimen.file, saying: "exists already", "apply", "--all",
      "--undo-file=\(record.path)", specimen.path)
    #expect(try String(contentsOf: record, encoding: .utf8) == "needed\n")
  }

  @Test func withoutAnEditThereIsNoRecord() throws {
    let specimen = try Specimen()
    let record = specimen.folder.file("undo")
    let option = "--undo-file=\(record.path)"
    let program = try specimen.program().path
    #expect(try symdemote("apply", "--demote=gamma", option, specimen.path).status == 0)
    #expect(try symdemote("plan", "--all", option, specimen.path).status == 1)
    #expect(try symdemote("apply", "--demote=_IO_stdin_used", option, program).status == 3)
    #expect(try !specimen.folder.names().contains("undo"))
    #expect(try symdemote("apply", "--all", option, specimen.path).status == 0)
    #expect(try specimen.folder.names().contains("undo"))
  }

  @Test func theRecordOfAnOutputBelongsToTheOutput() throws {
    let specimen = try Specimen()
    let (output, record) = (specimen.folder.file("out"), specimen.folder.file("undo"))
    try mustRun(
      toolPath,
      ["apply", "--all", "--output", output.path, "--undo-file", record.path, specimen.path])
    let option = "--undo-file=\(record.path)"
    try expectEnd(3, untouched: specimen.file, "undo", option, specimen.path)
    #expect(try symdemote("undo", option, output.path).status == 0)
    #expect(try Data(contentsOf: output) == Data(contentsOf: specimen.file))
  }
}
