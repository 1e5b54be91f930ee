// `plan` ends with what `apply` would end with, also for users who may do less than root, and where
// the file system or what is there already forbids the edit.

import Foundation
import TestSupport
import Testing

@Suite struct ForesightTests {
  /// A library, and the tool, where somebody who is not root can use them.
  private struct Scene {
    let specimen: Specimen
    let tool: URL

    static let (user, group): (uid_t, gid_t) = (12345, 12345)

    init() throws {
      specimen = try Specimen()
      tool = specimen.folder.file("symdemote")
      try FileManager.default.copyItem(at: URL(fileURLWithPath: toolPath), to: tool)
      try #require(chmod(specimen.folder.url.path, 0o755) == 0)
      try own(specimen.folder.url)
      try own(specimen.file)
    }

    func own(_ file: URL, user: uid_t = user, group: gid_t = group, mode: mode_t? = nil) throws {
      try #require(lchown(file.path, user, group) == 0)
      if let mode { try #require(chmod(file.path, mode) == 0) }
    }

    private func run(_ command: String, _ options: [String], as words: [String]) throws
      -> RunResult
    {
      try TestSupport.run(
        "setpriv", words + [tool.path, command, "--all"] + options + [specimen.path])
    }

    static let somebody = ["--reuid=\(user)", "--regid=\(group)", "--clear-groups"]

    /// `plan` and `apply` end alike and say the same, and touch nothing.
    func expectRefusal(
      _ status: Int32, saying reason: String, _ options: String..., as words: [String] = somebody,
      sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
      let before = try (WholeFile(specimen.file, keepsDates: true), specimen.folder.names())
      let (plan, apply) = try (run("plan", options, as: words), run("apply", options, as: words))
      #expect(plan.status == status, "\(plan.errors)", sourceLocation: sourceLocation)
      #expect(apply.status == status, "\(apply.errors)", sourceLocation: sourceLocation)
      #expect(apply.errors.contains(reason), "\(apply.errors)", sourceLocation: sourceLocation)
      let said = plan.errors.split(separator: "\n").filter { !$0.contains("warning:") }
      let done = apply.errors.split(separator: "\n").filter { !$0.contains("warning:") }
      #expect(said == done, sourceLocation: sourceLocation)
      #expect(
        try WholeFile(specimen.file, keepsDates: true) == before.0, sourceLocation: sourceLocation)
      #expect(try specimen.folder.names() == before.1, sourceLocation: sourceLocation)
    }

    /// `plan` says that there is something to do, and `apply` does it.
    func expectEdit(
      _ options: String..., as words: [String] = somebody,
      sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
      let plan = try run("plan", options, as: words)
      #expect(plan.status == 1, "\(plan.errors)", sourceLocation: sourceLocation)
      let apply = try run("apply", options, as: words)
      #expect(apply.status == 0, "\(apply.errors)", sourceLocation: sourceLocation)
    }
  }

  @Test func anotherOwner() throws {
    let scene = try Scene()
    try scene.own(scene.specimen.file, user: 12346)
    try scene.expectRefusal(3, saying: "the original's owner")
    try scene.expectEdit("--output=\(scene.specimen.folder.file("out").path)")
    try scene.own(scene.specimen.file)
    try scene.expectEdit()
  }

  /// A group that is not the caller's may come from the folder, but not with a setgid bit.
  @Test func anotherGroup() throws {
    let scene = try Scene()
    let (file, folder) = (scene.specimen.file, scene.specimen.folder.url)
    try scene.own(file, group: 23456)
    try scene.expectRefusal(3, saying: "the original's owner")
    try scene.own(folder, group: 23456, mode: 0o2755)
    try scene.own(file, group: 23456, mode: 0o2755)
    try scene.expectRefusal(3, saying: "the original's mode", "--allow-privileged")
    try scene.own(file, group: 23456, mode: 0o755)
    try scene.expectEdit()
    #expect(try FileIdentity(file).group == 23456)
  }

  @Test func stickyFolders() throws {
    let scene = try Scene()
    let output = try scene.specimen.folder.write("old", to: "out")
    let option = "--output=\(output.path)"
    try scene.own(output, user: 12346)
    try scene.own(scene.specimen.folder.url, user: 0, mode: 0o1777)
    try scene.expectRefusal(2, saying: "in a sticky folder", option)
    #expect(try String(contentsOf: output, encoding: .utf8) == "old")
    // Its owner, the folder's owner, and whoever may do what owners may.
    try scene.own(output)
    try scene.expectEdit(option)
    try scene.own(output, user: 12346)
    try scene.expectEdit(option, as: ["--bounding-set=-all,+fowner,+chown,+dac_override"])
    try scene.own(output, user: 12346)
    try scene.own(scene.specimen.folder.url, mode: 0o1777)
    try scene.expectEdit(option)

    // A backup of an earlier day, and the file itself for who may give files away, but not more.
    try scene.own(scene.specimen.folder.url, user: 0, mode: 0o1777)
    let backup = try scene.specimen.folder.write("old", to: "libspecimen.so~")
    try scene.own(backup, user: 12346)
    try scene.expectRefusal(2, saying: "in a sticky folder", "--backup=simple")
    try scene.own(scene.specimen.folder.url, user: 1, mode: 0o1777)
    try scene.expectRefusal(
      2, saying: "in a sticky folder", as: ["--bounding-set=-all,+chown,+dac_override"])
    try scene.own(backup)
    try scene.expectEdit("--backup=simple")
  }

  @Test func capabilities() throws {
    let scene = try Scene()
    try mustRun("setcap", ["cap_net_raw+ep", scene.specimen.path])
    try scene.expectRefusal(
      3, saying: "attribute security.capability", "--allow-privileged")
    try scene.expectRefusal(
      3, saying: "the original's privileges", "--allow-privileged", "--write=inplace")
    try mustRun("setcap", ["-r", scene.specimen.path])
    try scene.expectEdit()
  }

  /// Whoever may write into another's file may not set its times.
  @Test func inPlaceTimesOfAnother() throws {
    let scene = try Scene()
    let file = scene.specimen.file
    try scene.own(file, user: 12346, mode: 0o664)
    try scene.expectRefusal(
      3, saying: "the original's times", "--write=inplace", "--preserve-dates")
    try scene.expectEdit("--write=inplace")
    let owned = try Scene()
    try owned.expectEdit("--write=inplace", "--preserve-dates")
  }

  /// A file that its owner may not write to can have attributes of its owner's all the same.
  @Test func attributesOfAFileForReading() throws {
    let scene = try Scene()
    let file = scene.specimen.file
    try setExtendedAttribute("user.note", of: file, to: Array("kept".utf8))
    try scene.own(file, mode: 0o444)
    try scene.expectEdit()
    #expect(extendedAttribute("user.note", of: file) == Array("kept".utf8))
    #expect(try FileIdentity(file).mode & 0o7777 == 0o444)
  }

  /// A name of 255 bytes leaves no room for a suffix.
  @Test(arguments: ["simple", "numbered"])
  func aBackupWhoseNameIsTooLong(_ word: String) throws {
    let specimen = try Specimen()
    for (length, fits) in [(255, false), (250, true)] {
      let file = try specimen.second(named: String(repeating: "x", count: length))
      let option = "--backup=\(word)"
      if fits {
        #expect(try symdemote("plan", "--all", option, file.path).status == 1)
        #expect(try symdemote("apply", "--all", option, file.path).status == 0)
      } else {
        for command in ["plan", "apply"] {
          try expectEnd(
            2, untouched: file, saying: "File name too long", command, "--all", option, file.path)
        }
        #expect(try symdemote("apply", "--all", file.path).status == 0)
      }
    }
  }

  /// The other names of an output would keep what it was.
  @Test func anOutputWithSeveralNames() throws {
    let specimen = try Specimen()
    let output = try specimen.folder.write("old", to: "out")
    let other = specimen.folder.file("other")
    let symbolic = specimen.folder.file("symbolic")
    try FileManager.default.linkItem(at: output, to: other)
    try FileManager.default.createSymbolicLink(at: symbolic, withDestinationURL: output)
    for name in [output, symbolic] {
      for command in ["plan", "apply"] {
        for selection in ["--all", "--demote=gamma"] {
          try expectEnd(
            3, untouched: output, saying: "has 2 names", command, selection,
            "--output=\(name.path)", specimen.path)
        }
      }
    }
    try FileManager.default.removeItem(at: other)
    #expect(
      try symdemote("apply", "--all", "--output=\(output.path)", specimen.path).status == 0)
    #expect(try exportedNames(output) == [])
    #expect(try exportedNames(specimen.file) == Specimen.names)
  }

  /// The folders of all names must be fit, not only the first one's.
  @Test func theFolderOfAnotherName() throws {
    let scene = try Scene()
    let folder = scene.specimen.folder.file("sealed")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    let other = folder.appendingPathComponent("other")
    try FileManager.default.linkItem(at: scene.specimen.file, to: other)
    try scene.own(folder, user: 0, mode: 0o755)
    try scene.expectRefusal(2, saying: "no file can be written in the folder", other.path)
    try scene.own(folder)
    try scene.expectEdit(other.path)
  }
}
