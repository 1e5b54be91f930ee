// A file may have several names (hard links). All that are named are replaced together; a file with
// others is refused, or written into.

import Foundation
import TestSupport
import Testing

@Suite struct NamesTests {
  private func linked(_ specimen: Specimen, _ names: String...) throws -> [URL] {
    try names.map { name in
      let other = specimen.folder.file(name)
      try FileManager.default.createDirectory(
        at: other.deletingLastPathComponent(), withIntermediateDirectories: true)
      try FileManager.default.linkItem(at: specimen.file, to: other)
      return other
    }
  }

  @Test func allNamesThatAreGivenAreReplaced() throws {
    let specimen = try Specimen()
    let names = try [specimen.file] + linked(specimen, "b", "folder/c")
    let paths = names.map(\.path)
    let before = try FileIdentity(specimen.file)
    #expect(try run(toolPath, ["plan", "--all"] + paths).status == 1)
    let result = try run(toolPath, ["apply", "--all"] + paths)
    #expect(result.status == 0, "\(result.errors)")
    let after = try names.map { try FileIdentity($0) }
    #expect(after.allSatisfy { $0.inode == after[0].inode && $0.inode != before.inode })
    #expect(try exportedNames(names[2]) == [])
    let status = try mustRun("stat", ["-c", "%h", paths[0]])
    #expect(status == "3\n")
    #expect(
      try specimen.folder.names() == ["b", "folder", "libspecimen.so", "libspecimen.so.c"])
  }

  /// Names are counted, not words: a name that is said twice, or by a symbolic link, is one.
  @Test func aNameCountsOnce() throws {
    let specimen = try Specimen()
    let other = try linked(specimen, "other")[0]
    let symbolic = specimen.folder.file("symbolic")
    try FileManager.default.createSymbolicLink(at: symbolic, withDestinationURL: specimen.file)
    for words in [
      [specimen.path], [specimen.path, specimen.path], [specimen.path, symbolic.path],
      [specimen.folder.url.path + "/./libspecimen.so", specimen.path],
    ] {
      for command in ["plan", "apply"] {
        let result = try run(toolPath, [command, "--all"] + words)
        #expect(result.status == 3, "\(words)")
        #expect(result.errors.contains("2 names") && result.errors.contains("--write=inplace"))
      }
    }
    #expect(try exportedNames(other) == Specimen.names)
    let all = try symdemote("apply", "--all", symbolic.path, other.path)
    #expect(all.status == 0, "\(all.errors)")
    #expect(try FileIdentity(specimen.file).inode == FileIdentity(other).inode)
    #expect(try mustRun("readlink", [symbolic.path]) == specimen.path + "\n")
  }

  @Test func aRecordOfSeveralNamesIsOne() throws {
    let specimen = try Specimen()
    let other = try linked(specimen, "other")[0]
    let original = try Data(contentsOf: specimen.file)
    let record = "--undo-file=\(specimen.folder.file("undo").path)"
    #expect(try symdemote("apply", "--all", record, specimen.path, other.path).status == 0)
    try expectEnd(3, untouched: other, saying: "2 names", "undo", record, specimen.path)
    let stranger = try specimen.second(named: "stranger")
    try expectEnd(
      2, untouched: other, saying: "is another file", "undo", record, specimen.path, stranger.path)
    #expect(try symdemote("undo", record, specimen.path, other.path).status == 0)
    #expect(try Data(contentsOf: other) == original)
    #expect(try FileIdentity(specimen.file).inode == FileIdentity(other).inode)
    // Of two files there are two records.
    try expectEnd(
      2, untouched: stranger, saying: "2 files", "apply", "--all", record + "2", specimen.path,
      stranger.path)
  }

  /// Between the renames the names are of two files, and yet one record is of both.
  @Test func aGroupLeftHalfwayHasOneRecord() throws {
    let specimen = try Specimen()
    let paths = try [specimen.file] + linked(specimen, "b", "c")
    let original = try Data(contentsOf: specimen.file)
    let record = "--undo-file=\(specimen.folder.file("undo").path)"
    let words = ["apply", "--all", record] + paths.map(\.path)
    func restore() throws {
      let own = try specimen.folder.names().filter { $0.hasPrefix(".symdemote") }
      for path in paths + (own + ["undo"]).map({ specimen.folder.file($0) }) {
        try? FileManager.default.removeItem(at: path)
      }
      try original.write(to: paths[0])
      for path in paths[1...] { try FileManager.default.linkItem(at: paths[0], to: path) }
    }
    func inodes() throws -> Set<UInt64> {
      try Set(paths.map { UInt64(try FileIdentity($0).inode) })
    }
    try restore()
    let callCount = try traced(words, of: .files).callCount
    // From the end, until a killed run leaves old and new names.
    var index = callCount
    repeat {
      index -= 1
      try restore()
      _ = try traced(words, .killBefore, at: index, of: .files)
    } while try inodes().count == 1 && index > callCount / 2
    try #require(try inodes().count == 2)
    let again = try run(toolPath, words)
    #expect(again.status == 0, "\(again.errors)")
    #expect(try inodes().count == 1 && exportedNames(paths[2]) == [])
  }

  @Test func inPlaceTheNamesDoNotMatter() throws {
    let specimen = try Specimen()
    let other = try linked(specimen, "other")[0]
    let before = try FileIdentity(specimen.file)
    let plan = try symdemote("plan", "--all", "--write=inplace", specimen.path)
    #expect(plan.status == 1 && plan.errors.contains("not atomic"))
    let result = try symdemote("apply", "--all", "--write=inplace", specimen.path)
    #expect(result.status == 0 && result.errors.contains("not atomic"), "\(result.errors)")
    #expect(try FileIdentity(specimen.file).inode == before.inode)
    #expect(try exportedNames(other) == [])
    // It is what a replacement would have been.
    let copy = try Specimen()
    #expect(try symdemote("apply", "--all", copy.path).status == 0)
    #expect(try Data(contentsOf: copy.file) == Data(contentsOf: other))
    #expect(try specimen.folder.names() == ["libspecimen.so", "libspecimen.so.c", "other"])
  }

  /// The kernel drops capabilities, and for users other than root the setuid bit, from whatever is
  /// written to.
  @Test func inPlacePrivilegesStay() throws {
    let specimen = try Specimen()
    try mustRun("chmod", ["4755", specimen.path])
    try mustRun("setcap", ["cap_net_raw+ep", specimen.path])
    let before = try WholeFile(specimen.file, keepsDates: true)
    let words = ["--all", "--write=inplace", "--allow-privileged"]
    #expect(
      try run(toolPath, ["apply"] + words + ["--preserve-dates", specimen.path]).status == 0)
    var after = try WholeFile(specimen.file, keepsDates: true)
    #expect(after.bytes != before.bytes && after.capability != nil)
    after.bytes = before.bytes
    #expect(after == before)
  }

  /// For users other than root the kernel drops more, and lets them give less back.
  @Test func inPlaceBySomebodyElse() throws {
    let specimen = try Specimen()
    let tool = specimen.folder.file("symdemote")
    try FileManager.default.copyItem(at: URL(fileURLWithPath: toolPath), to: tool)
    try mustRun("chown", ["-R", "12345:12345", specimen.folder.url.path])
    try mustRun("chmod", ["4755", specimen.path])
    func apply(_ options: String...) throws -> RunResult {
      try run(
        "setpriv",
        [
          "--reuid=12345", "--regid=12345", "--clear-groups", tool.path, "apply",
          "--allow-privileged",
        ] + options + [specimen.path])
    }
    let before = try FileIdentity(specimen.file)
    let first = try apply("--demote=alpha_*", "--write=inplace")
    #expect(first.status == 0, "\(first.errors)")
    #expect(try FileIdentity(specimen.file).mode == before.mode)
    #expect(try FileIdentity(specimen.file).inode == before.inode)
    #expect(try exportedNames(specimen.file) == ["beta_one", "beta_two"])

    // Nobody but root may give capabilities, so writing would lose them.
    try mustRun("setcap", ["cap_net_raw+ep", specimen.path])
    for way in ["auto", "inplace"] {
      let names = try specimen.folder.names()
      let whole = try WholeFile(specimen.file, keepsDates: true)
      let result = try apply("--all", "--write=\(way)")
      #expect(result.status == 3, "\(way): \(result.errors)")
      #expect(result.errors.contains("could not be given"), "\(way): \(result.errors)")
      #expect(try WholeFile(specimen.file, keepsDates: true) == whole)
      #expect(try specimen.folder.names() == names)
    }
    try mustRun("setcap", ["-r", specimen.path])
    try mustRun("chmod", ["444", specimen.path])
    let last = try apply("--demote=beta_one")
    #expect(last.status == 0, "a file that may not be written into may be replaced")
    #expect(try FileIdentity(specimen.file).mode & 0o7777 == 0o444)
    // Another's file cannot be replaced by its equal.
    try mustRun("chown", ["12346", specimen.path])
    let refused = try apply("--all")
    #expect(refused.status == 3 && refused.errors.contains("owner"), "\(refused.errors)")
  }

  @Test func inPlaceARunningProgramIsRefused() throws {
    let workshop = try Workshop()
    let program = try workshop.program(
      "#include <unistd.h>\nint plain_export(void) { return 0; }\n"
        + "int main(void) { char c; return read(0, &c, 1) != 0; }\n")
    let process = Process()
    process.executableURL = program
    let input = Pipe()
    process.standardInput = input
    try process.run()
    for command in ["plan", "apply"] {
      try expectEnd(
        3, untouched: program, saying: "is running", command, "--demote=plain_export",
        "--write=inplace", program.path)
    }
    try input.fileHandleForWriting.close()
    process.waitUntilExit()
    let result = try symdemote(
      "apply", "--demote=plain_export", "--write=inplace", program.path)
    #expect(result.status == 0, "\(result.errors)")
    #expect(try isDemoted("plain_export", in: program))
  }

  @Test func inPlaceContradictsAnOutput() throws {
    let specimen = try Specimen()
    try expectEnd(
      2, untouched: specimen.file, saying: "contradicts", "apply", "--all", "--write=inplace",
      "--output=\(specimen.folder.file("out").path)", specimen.path)
  }
}
