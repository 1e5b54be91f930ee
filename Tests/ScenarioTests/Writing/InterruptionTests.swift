// A run that was killed halfway leaves a journal. Who writes nothing says so; the next run that
// writes finishes the edit or takes it back, and says which.

import Foundation
import TestSupport
import Testing

@Suite struct InterruptionTests {
  /// Kills `arguments` at one call after the other until a journal is left, `restart`ing in between.
  private func leaveHalfway(
    _ arguments: [String], in folder: TemporaryFolder, restart: () throws -> Void,
    until isHalfway: () throws -> Bool
  ) throws {
    for index in 0..<400 {
      try restart()
      let trace = try traced(arguments, .killBefore, at: index, of: .files)
      if trace.call == nil { break }
      let hasJournal = try folder.names().contains { $0.hasSuffix(".journal") }
      if hasJournal, try isHalfway() { return }
    }
    Issue.record("no run was left halfway")
  }

  @Test(arguments: [false, true])
  func inPlace(_ isStrict: Bool) throws {
    let specimen = try Specimen()
    let original = try Data(contentsOf: specimen.file)
    let words = ["--all"] + (isStrict ? ["--strict"] : [])
    try leaveHalfway(
      ["apply", "--all", "--write=inplace", specimen.path], in: specimen.folder,
      restart: {
        for name in try specimen.folder.names() where name.hasPrefix(".") {
          try FileManager.default.removeItem(at: specimen.folder.file(name))
        }
        try original.write(to: specimen.file)
      }, until: { try Data(contentsOf: specimen.file) != original })
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
    let specimen = try Specimen()
    let original = try Data(contentsOf: specimen.file)
    let other = specimen.folder.file("other-name")
    func inodes() throws -> [UInt64] {
      try [specimen.file, other].map { try FileIdentity($0).inode }
    }
    try leaveHalfway(
      ["apply", "--all", specimen.path, other.path], in: specimen.folder,
      restart: {
        for name in try specimen.folder.names() where !name.hasSuffix(".c") {
          try FileManager.default.removeItem(at: specimen.folder.file(name))
        }
        try original.write(to: specimen.file)
        try FileManager.default.linkItem(at: specimen.file, to: other)
      }, until: { try Set(inodes()).count == 2 })
    let states = try [specimen.file, other].map { try exportedNames($0) }
    #expect(states == [[], Specimen.names], "each whole, one new and one old")
    // Either name will do.
    let next = try symdemote("apply", "--all", other.path)
    #expect(next.status == 0 && next.errors.contains("is finished"), "\(next)")
    #expect(try Set(inodes()).count == 1)
    #expect(try exportedNames(other) == [])
    #expect(
      try specimen.folder.names() == ["libspecimen.so", "libspecimen.so.c", "other-name"])
  }
}
