// A run that was killed halfway leaves a journal. Who writes nothing says so; the next run that
// writes finishes the edit or takes it back, and says which.

import Foundation
import TestSupport
import Testing

@Suite struct InterruptionTests {
  /// Two names of one file, or one, and the command that edits it.
  private struct Scene {
    let specimen: Specimen
    let original: Data
    let isGroup: Bool
    let arguments: [String]

    var other: URL { specimen.folder.file("other-name") }
    var names: [URL] { isGroup ? [specimen.file, other] : [specimen.file] }

    init(isGroup: Bool) throws {
      specimen = try Specimen()
      original = try Data(contentsOf: specimen.file)
      self.isGroup = isGroup
      arguments =
        isGroup
        ? ["apply", "--all", specimen.path, specimen.folder.file("other-name").path]
        : ["apply", "--all", "--write=inplace", specimen.path]
    }

    func restart() throws {
      for name in try specimen.folder.names() where !name.hasSuffix(".c") {
        try FileManager.default.removeItem(at: specimen.folder.file(name))
      }
      try original.write(to: specimen.file)
      if isGroup { try FileManager.default.linkItem(at: specimen.file, to: other) }
    }

    func inodes() throws -> Set<UInt64> { Set(try names.map { try FileIdentity($0).inode }) }

    var isHalfway: Bool {
      get throws {
        guard try specimen.folder.names().contains(where: { $0.hasSuffix(".journal") }) else {
          return false
        }
        return try isGroup
          ? inodes().count == 2 : Data(contentsOf: specimen.file) != original
      }
    }

    /// Kills the run at one call after the other until one is left halfway, and returns at which.
    func leaveHalfway() throws -> Int {
      for index in 0..<400 {
        try restart()
        let trace = try traced(arguments, .killBefore, at: index, of: .files)
        if trace.call == nil { break }
        if try isHalfway { return index }
      }
      throw RunFailure(description: "no run was left halfway")
    }
  }

  /// The run that finishes what was interrupted may be killed as well, anywhere.
  @Test(arguments: [false, true])
  func anInterruptedRecovery(_ isGroup: Bool) throws {
    let scene = try Scene(isGroup: isGroup)
    let first = try scene.leaveHalfway()
    let selection = scene.names.map(\.path)
    try mustRun(toolPath, ["apply", "--all"] + selection)
    let new = try Data(contentsOf: scene.specimen.file)
    let names = try scene.specimen.folder.names()
    var kills = 0
    while true {
      try scene.restart()
      _ = try traced(scene.arguments, .killBefore, at: first, of: .files)
      try #require(try scene.isHalfway)
      let again = try traced(["apply", "--all"] + selection, .killBefore, at: kills, of: .files)
      if again.call == nil { break }
      kills += 1
      let last = try traced(["apply", "--all"] + selection, of: nil)
      #expect(last.status == 0, "killed before \(kills)")
      for name in scene.names {
        #expect(try Data(contentsOf: name) == new, "killed before \(kills)")
      }
      #expect(try scene.inodes().count == 1 && scene.specimen.folder.names() == names)
    }
    #expect(kills > 50)
    print("recovery of \(isGroup ? "a group" : "an edit in place"): killed \(kills) times")
  }

  @Test(arguments: [false, true])
  func inPlace(_ isStrict: Bool) throws {
    let scene = try Scene(isGroup: false)
    let (specimen, original) = (scene.specimen, scene.original)
    let words = ["--all"] + (isStrict ? ["--strict"] : [])
    _ = try scene.leaveHalfway()
    let output = "--output=\(specimen.folder.file("out").path)"
    for command in [["plan"], ["apply", "--dry-run"], ["apply", output]] {
      let result = try run(toolPath, command + words + [specimen.path])
      #expect(result.status == 2 && result.errors.contains("interrupted"), "\(result)")
    }
    // It need not be the same edit, nor be written in the same way.
    let next = try run(toolPath, ["apply", "--demote=alpha_*", specimen.path])
    #expect(next.status == 0 && next.errors.contains("is taken back"), "\(next.errors)")
    #expect(try exportedNames(specimen.file) == ["beta_one", "beta_two"])
    let expected = try Specimen()
    try original.write(to: expected.file)
    #expect(try symdemote("apply", "--demote=alpha_*", expected.path).status == 0)
    #expect(try Data(contentsOf: specimen.file) == Data(contentsOf: expected.file))
    let last = try run(toolPath, ["plan"] + words + [specimen.path])
    #expect(last.status == 1 && !last.errors.contains("interrupted"))
  }

  @Test func aGroupOfNames() throws {
    let scene = try Scene(isGroup: true)
    let (specimen, other) = (scene.specimen, scene.other)
    _ = try scene.leaveHalfway()
    let states = try [specimen.file, other].map { try exportedNames($0) }
    #expect(states == [[], Specimen.names], "each whole, one new and one old")
    // Either name will do.
    let next = try symdemote("apply", "--all", other.path)
    #expect(next.status == 0 && next.errors.contains("is finished"), "\(next)")
    #expect(try scene.inodes().count == 1)
    #expect(try exportedNames(other) == [])
    #expect(
      try specimen.folder.names() == ["libspecimen.so", "libspecimen.so.c", "other-name"])
  }
}
