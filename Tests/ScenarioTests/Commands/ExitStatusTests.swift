// Exit codes are a contract with scripts: 0 done, 1 would change or findings, 2 usage or input,
// 3 refused, 4 failed verification. Of several files the worst decides, in the order 4, 2, 3, 1, 0,
// and every file is processed.

import Foundation
import TestSupport
import Testing

@Suite struct ExitStatusTests {
  /// Files that end in known ways under `--demote=alpha_one --demote=_IO_stdin_used`.
  private struct Files {
    let specimen: Specimen
    let good: URL
    let done: URL
    let refused: URL
    let missing: URL

    init() throws {
      specimen = try Specimen()
      good = specimen.file
      done = try specimen.second()
      try demote(in: done, "--demote=alpha_one")
      refused = try specimen.program()
      missing = specimen.folder.file("missing")
    }

    func status(_ command: String, _ files: URL...) throws -> Int32? {
      try run(
        toolPath,
        [command, "--demote=alpha_one", "--demote=_IO_stdin_used"] + files.map(\.path)
      ).status
    }
  }

  @Test func oneFile() throws {
    let files = try Files()
    #expect(try files.status("plan", files.good) == 1)
    #expect(try files.status("plan", files.done) == 0)
    #expect(try files.status("apply", files.done) == 0)
    #expect(try files.status("apply", files.refused) == 3)
    #expect(try files.status("apply", files.missing) == 2)
    #expect(try exportedNames(files.good) == Specimen.names)
    #expect(try files.status("apply", files.good) == 0)
    #expect(try isDemoted("alpha_one", in: files.good))
  }

  @Test func ofSeveralFilesTheWorst() throws {
    let files = try Files()
    #expect(try files.status("plan", files.done, files.good) == 1)
    #expect(try files.status("plan", files.good, files.done) == 1)
    #expect(try files.status("plan", files.good, files.refused) == 3)
    #expect(try files.status("plan", files.refused, files.missing, files.good) == 2)
    #expect(try files.status("apply", files.done, files.refused) == 3)
    #expect(try files.status("apply", files.missing, files.refused) == 2)
    #expect(try files.status("apply", files.done, files.done) == 0)
  }

  @Test func theOthersAreStillProcessed() throws {
    let files = try Files()
    #expect(try files.status("apply", files.missing, files.refused, files.good) == 2)
    #expect(try isDemoted("alpha_one", in: files.good))
    #expect(try exportedNames(files.refused).contains("_IO_stdin_used"))
  }

  @Test func usage() throws {
    let specimen = try Specimen()
    let path = specimen.path
    let wrong: [[String]] = [
      [], ["apply"], ["apply", "--all"], ["exports"], ["verify"], ["verify", path, path],
      ["diff", path], ["diff", path, path, path], ["undo", path], ["undo", "--undo-file=u"],
      ["apply", "--all", "--format=xml", path], ["apply", "--all=yes", path],
      ["apply", "--demote=", path], ["apply", "--demote"], ["apply", "--all", "--all", path],
      ["apply", "--all", "--output=out", path, path],
      ["exports", "--all", path], ["apply", "-n", path], ["frobnicate", path],
    ]
    for words in wrong {
      let before = try FileIdentity(specimen.file)
      let result = try run(toolPath, words, directory: specimen.folder.url)
      #expect(result.status == 2, "\(words)")
      #expect(result.output == "", "\(words)")
      #expect(result.errors.hasPrefix("symdemote: "), "\(words)")
      #expect(result.errors.contains("--help"), "\(words)")
      #expect(try FileIdentity(specimen.file) == before)
    }
    #expect(try specimen.folder.names() == ["libspecimen.so", "libspecimen.so.c"])
  }

  /// `--` ends the options; a file may be called like one.
  @Test func operandsThatLookLikeOptions() throws {
    let specimen = try Specimen()
    _ = try specimen.second(named: "--all")
    let folder = specimen.folder.url
    #expect(try symdemote("exports", "--all", directory: folder).status == 2)
    #expect(try symdemote("exports", "--", "--all", directory: folder).status == 0)
    #expect(try symdemote("apply", "--all", "--", "--all", directory: folder).status == 0)
    #expect(try exportedNames(specimen.folder.file("--all")) == [])
    #expect(try exportedNames(specimen.file) == Specimen.names)
  }
}
