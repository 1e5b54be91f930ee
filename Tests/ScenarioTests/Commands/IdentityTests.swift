// An edited file is a new file under the old name: it keeps owner, mode and extended attributes,
// file capabilities among them (capabilities(7), "security.capability"), and gets a new time, since
// build tools must see the edit. Other names of the file would be parted from it, so a file that
// has some, which are not named, is refused.

import Foundation
import TestSupport
import Testing

@Suite struct IdentityTests {
  private func setTime(of file: URL, to date: String = "2001-02-03") throws {
    try mustRun("touch", ["-d", date, file.path])
  }

  @Test func ownerModeAndTime() throws {
    let specimen = try Specimen()
    try mustRun("chown", ["1234:2345", specimen.path])
    try mustRun("chmod", ["6751", specimen.path])
    try setTime(of: specimen.file)
    let before = try FileIdentity(specimen.file)
    #expect(try symdemote("apply", "--all", "--allow-privileged", specimen.path).status == 0)
    let after = try FileIdentity(specimen.file)
    #expect(after.owner == 1234 && after.group == 2345)
    #expect(after.mode == before.mode && after.mode & 0o7777 == 0o6751)
    #expect(after.seconds > before.seconds)
    #expect(after.size == before.size)
    // Nothing to do: not even the time changes.
    try expectEnd(0, untouched: specimen.file, "apply", "--all", specimen.path)
  }

  @Test func extendedAttributes() throws {
    let specimen = try Specimen()
    try mustRun("setfattr", ["-n", "user.origin", "-v", "vendor 1.0", specimen.path])
    try mustRun("setcap", ["cap_net_raw+ep", specimen.path])
    let attributes = ["-d", "-m", "-", "--absolute-names", specimen.path]
    let before = try mustRun("getfattr", attributes)
    #expect(before.contains("user.origin=\"vendor 1.0\""))
    #expect(before.contains("security.capability"))
    #expect(try symdemote("apply", "--all", "--allow-privileged", specimen.path).status == 0)
    #expect(try mustRun("getfattr", attributes) == before)
    #expect(try mustRun("getcap", [specimen.path]).contains("cap_net_raw"))
  }

  @Test func aFileWithOtherNamesIsRefused() throws {
    let specimen = try Specimen()
    let other = specimen.folder.file("other-name")
    try FileManager.default.linkItem(at: specimen.file, to: other)
    try expectEnd(
      3, untouched: specimen.file, saying: "2 names", "apply", "--all", specimen.path)
    try expectEnd(0, untouched: specimen.file, "apply", "--demote=gamma", specimen.path)
    try FileManager.default.removeItem(at: other)
    #expect(try symdemote("apply", "--all", specimen.path).status == 0)
    #expect(try exportedNames(specimen.file) == [])
  }

  @Test func aSymbolicLinkLeadsToTheFile() throws {
    let specimen = try Specimen()
    let link = specimen.folder.file("link.so")
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: specimen.file)
    let before = try FileIdentity(link)
    #expect(try symdemote("apply", "--all", link.path).status == 0)
    #expect(try FileIdentity(link) == before)
    #expect(try exportedNames(specimen.file) == [])
  }

  @Test func aRunningProgramGoesOnUnharmed() throws {
    let workshop = try Workshop()
    let program = try workshop.program(
      "#include <unistd.h>\nint plain_export(void) { return 0; }\n"
        + "int main(void) { char c; return read(0, &c, 1) != 0; }\n")
    let process = Process()
    process.executableURL = program
    let input = Pipe()
    process.standardInput = input
    try process.run()
    #expect(try symdemote("apply", "--demote=plain_export", program.path).status == 0)
    #expect(try isDemoted("plain_export", in: program))
    try input.fileHandleForWriting.close()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }

  @Test func nothingIsLeftBehind() throws {
    let specimen = try Specimen()
    let before = try specimen.folder.names()
    #expect(try symdemote("apply", "--all", specimen.path).status == 0)
    #expect(try specimen.folder.names() == before)
  }
}
