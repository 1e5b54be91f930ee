// What is not edited unless somebody says so: files that run with rights their caller has not, and
// files whose signature an edit would make wrong. And what cannot be edited: chattr(1).

import Foundation
import TestSupport
import Testing

@Suite struct PermissionTests {
  /// cap_net_raw+ep, as <linux/capability.h> has it.
  private static let capability: [UInt8] = [
    1, 0, 0, 2, 0, 0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  ]

  /// `plan`, `apply` and `undo` refuse `file` for `reason`, and do not with `option`.
  private func expectRefusal(
    _ specimen: Specimen, saying reason: String, without option: String, isForCopies: Bool
  ) throws {
    let record = "--undo-file=\(specimen.folder.file("undo").path)"
    let output = "--output=\(specimen.folder.file("out").path)"
    for command in ["plan", "apply"] {
      let result = try expectEnd(
        3, untouched: specimen.file, saying: reason, command, "--all", specimen.path)
      #expect(result.errors.contains(option), "it says what to do")
    }
    // A copy has those rights, be it edited or not.
    #expect(
      try symdemote("apply", "--demote=gamma", output, specimen.path).status
        == (isForCopies ? 3 : 0))
    #expect(
      try symdemote("apply", "--all", output, specimen.path).status == (isForCopies ? 3 : 0))
    // Nothing to do, nothing to refuse.
    try expectEnd(0, untouched: specimen.file, "apply", "--demote=gamma", specimen.path)

    #expect(try symdemote("plan", "--all", option, specimen.path).status == 1)
    let before = try WholeFile(specimen.file, keepsDates: false)
    let signature = extendedAttribute("security.ima", of: specimen.file)
    #expect(try symdemote("apply", "--all", option, record, specimen.path).status == 0)
    #expect(try exportedNames(specimen.file) == [])
    var after = try WholeFile(specimen.file, keepsDates: false)
    #expect(extendedAttribute("security.ima", of: specimen.file) == signature)

    try expectEnd(3, untouched: specimen.file, saying: reason, "undo", record, specimen.path)
    #expect(try symdemote("undo", option, record, specimen.path).status == 0)
    #expect(try WholeFile(specimen.file, keepsDates: false) == before)
    after.bytes = before.bytes
    #expect(after == before)
  }

  @Test(arguments: [("4755", "setuid"), ("2755", "setgid"), ("6711", "setuid")])
  func programsWithRights(_ mode: String, _ reason: String) throws {
    let specimen = try Specimen()
    try mustRun("chmod", [mode, specimen.path])
    try expectRefusal(
      specimen, saying: reason, without: "--allow-privileged", isForCopies: true)
  }

  @Test func capabilities() throws {
    let specimen = try Specimen()
    try setExtendedAttribute("security.capability", of: specimen.file, to: Self.capability)
    try expectRefusal(
      specimen, saying: "file capabilities", without: "--allow-privileged", isForCopies: true)
  }

  @Test func signatures() throws {
    let specimen = try Specimen()
    try setExtendedAttribute("security.ima", of: specimen.file, to: [3, 2, 4])
    try expectRefusal(
      specimen, saying: "security.ima", without: "--allow-signed", isForCopies: false)
    // The copy of a signed file has no signature, unless it is the very same.
    let output = specimen.folder.file("out")
    #expect(extendedAttribute("security.ima", of: output) == nil)
    let copied = try symdemote("apply", "--all", "--output=\(output.path)", specimen.path)
    #expect(copied.errors.contains("sign it anew"))
    let same = try symdemote(
      "apply", "--demote=gamma", "--output=\(output.path)", specimen.path)
    #expect(same.status == 0 && !same.errors.contains("sign"))
    #expect(extendedAttribute("security.ima", of: output) == [3, 2, 4])
  }

  @Test func oneOptionIsNotTheOther() throws {
    let specimen = try Specimen()
    try setExtendedAttribute("security.ima", of: specimen.file, to: [3, 2, 4])
    try expectEnd(
      3, untouched: specimen.file, "apply", "--all", "--allow-privileged", specimen.path)
    try mustRun("chmod", ["4755", specimen.path])
    try expectEnd(
      3, untouched: specimen.file, saying: "setuid", "apply", "--all", "--allow-signed",
      specimen.path)
    #expect(
      try symdemote("apply", "--all", "--allow-signed", "--allow-privileged", specimen.path)
        .status == 0)
  }

  @Test(arguments: [("i", "is immutable"), ("a", "is append-only")], ["auto", "inplace"])
  func sealedFiles(_ seal: (String, String), _ way: String) throws {
    let specimen = try Specimen()
    try mustRun("chattr", ["+\(seal.0)", specimen.path])
    defer { _ = try? run("chattr", ["-\(seal.0)", specimen.path]) }
    for command in ["plan", "apply"] {
      try expectEnd(
        2, untouched: specimen.file, saying: seal.1, command, "--all", "--write=\(way)",
        specimen.path)
    }
    try mustRun("chattr", ["-\(seal.0)", specimen.path])
    #expect(try symdemote("apply", "--all", "--write=\(way)", specimen.path).status == 0)
  }

  @Test func aSealedFolder() throws {
    let specimen = try Specimen()
    let folder = specimen.folder.url.path
    try mustRun("chattr", ["+i", folder])
    defer { _ = try? run("chattr", ["-i", folder]) }
    let names = try specimen.folder.names()
    try expectEnd(
      2, untouched: specimen.file, saying: "\(folder)", "apply", "--all", specimen.path)
    #expect(try specimen.folder.names() == names)
    try mustRun("chattr", ["-i", folder])
    #expect(try symdemote("apply", "--all", specimen.path).status == 0)
  }

  /// An access control list is an attribute like others to the kernel, and a promise to people.
  @Test func accessControlLists() throws {
    let specimen = try Specimen()
    try mustRun("setfacl", ["-m", "u:1234:rw,g:2345:r", specimen.path])
    let list = try mustRun("getfacl", ["-p", specimen.path])
    #expect(list.contains("user:1234:rw-"))
    #expect(try symdemote("apply", "--all", specimen.path).status == 0)
    #expect(try mustRun("getfacl", ["-p", specimen.path]) == list)
  }

  /// A folder may give new files a list of its own, which the file that is replaced did not have.
  @Test func accessControlListsOfFolders() throws {
    let specimen = try Specimen()
    try mustRun("chmod", ["640", specimen.path])
    try mustRun("setfacl", ["-d", "-m", "u:1234:rwx", specimen.folder.url.path])
    let list = try mustRun("getfacl", ["-p", specimen.path])
    #expect(!list.contains("user:1234"))
    let record = specimen.folder.file("undo").path
    let result = try symdemote(
      "apply", "--all", "--undo-file=\(record)", "--backup", specimen.path)
    #expect(result.status == 0, "\(result.errors)")
    #expect(try mustRun("getfacl", ["-p", specimen.path]) == list)
    for other in [record, specimen.path + "~"] {
      #expect(try !mustRun("getfacl", ["-p", other]).contains("user:1234"))
    }
    let own = try specimen.folder.write("", to: "own").path
    #expect(try mustRun("getfacl", ["-p", own]).contains("user:1234"), "others have it")
  }
}
