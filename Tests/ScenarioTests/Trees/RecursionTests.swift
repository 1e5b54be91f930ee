// `--recursive`: the ELF files below a folder, each once, whatever its names; what is something else is
// left alone without a word, and links are not followed.

import Foundation
import TestSupport
import Testing

@Suite struct RecursionTests {
  private func reported(_ output: String) throws -> [String] {
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
    return try #require(json["files"] as? [[String: Any]]).compactMap { $0["path"] as? String }
  }

  @Test(arguments: [
    ["exports"], ["plan", "--all"], ["apply", "--all"], ["check", "--all", "--exit-zero"],
  ])
  func aFolderStandsForItsFiles(_ command: [String]) throws {
    let tree = try Tree()
    let words = command + ["--format=json", tree.root.path]
    let alone = try run(toolPath, words)
    #expect(alone.status == 2 && alone.errors.contains("--recursive"))
    let result = try run(toolPath, words + ["--recursive"])
    #expect(result.status == (command[0] == "plan" ? 1 : 0), "\(result.errors)")
    #expect(result.errors == "")
    #expect(try reported(result.output) == tree.files.map(\.path))
  }

  @Test func onlyProgramsHaveProcesses() throws {
    let tree = try Tree()
    let result = try symdemote("audit", "--recursive", "--format=json", tree.root.path)
    #expect(result.status == 0, "\(result.errors)")
    #expect(try reported(result.output) == [tree.files[0].path])
    // Who names a library means it.
    let named = try symdemote("audit", "--format=json", tree.files[1].path)
    #expect(try reported(named.output) == [tree.files[1].path])
  }

  @Test func linksAreNotFollowed() throws {
    let tree = try Tree()
    let manager = FileManager.default
    let outside = try tree.specimen.second(named: "outside.so")
    let folder = tree.specimen.folder.file("outside")
    try manager.createDirectory(at: folder, withIntermediateDirectories: true)
    try manager.copyItem(at: outside, to: folder.appendingPathComponent("inner.so"))
    for (name, target) in [("file.so", outside), ("folder", folder), ("loop", tree.root)] {
      try manager.createSymbolicLink(
        at: tree.root.appendingPathComponent(name), withDestinationURL: target)
    }
    #expect(try symdemote("apply", "--all", "--recursive", tree.root.path).status == 0)
    for file in [outside, folder.appendingPathComponent("inner.so")] {
      #expect(try exportedNames(file) == Specimen.names)
    }
    // On the command line they are.
    let linked = tree.root.appendingPathComponent("folder").path
    #expect(
      try symdemote(
        "apply", "--all", "--recursive", linked, tree.root.appendingPathComponent("file.so").path
      ).status == 0)
    for file in [outside, folder.appendingPathComponent("inner.so")] {
      #expect(try exportedNames(file) == [])
    }
  }

  /// A tree holds files of any kind: one that could not be edited is an error only if that was asked.
  @Test(arguments: [["apply"], ["plan"], ["check", "--exit-zero"]])
  func unfitFilesOfWhichNothingIsAsked(_ command: [String]) throws {
    let tree = try Tree()
    let (alien, cut) = (
      tree.root.appendingPathComponent("alien.so"), tree.root.appendingPathComponent("cut.so")
    )
    var bytes = try Data(contentsOf: tree.files[1])
    try bytes.prefix(4).write(to: cut)
    // No machine (e_machine 0), as the compiled files of Guile.
    bytes[18] = 0
    bytes[19] = 0
    try bytes.write(to: alien)
    func run(_ policy: String) throws -> RunResult {
      let file = try tree.specimen.folder.write(policy, to: "tree.policy")
      return try TestSupport.run(
        toolPath, command + ["--policy=\(file.path)", "--recursive", tree.root.path])
    }
    let elsewhere = try run("[**/lib/*.so]\nall\n")
    #expect(elsewhere.status == (command[0] == "plan" ? 1 : 0), "\(elsewhere.errors)")
    #expect(!(elsewhere.output + elsewhere.errors).contains("alien"))
    let everywhere = try run("all\n")
    #expect(everywhere.status == 2)
    #expect(everywhere.errors.contains(alien.path) && everywhere.errors.contains(cut.path))
  }

  @Test func namesInTheTreeAreReplacedTogether() throws {
    let tree = try Tree()
    let other = tree.root.appendingPathComponent("lib/sub/libtwo.so")
    // Only a part of the names lies below lib/sub.
    try expectEnd(
      3, untouched: other, saying: "2 names", "apply", "--all", "--recursive",
      other.deletingLastPathComponent().path)
    let before = try FileIdentity(other)
    #expect(try symdemote("apply", "--all", "--recursive", tree.root.path).status == 0)
    #expect(try FileIdentity(other).inode == FileIdentity(tree.files[2]).inode)
    #expect(try FileIdentity(other).inode != before.inode)
    #expect(try exportedNames(other) == [])
  }

  /// The other files are edited, the worst exit status counts, and each error names its file.
  @Test func aBadFileStopsNoOther() throws {
    let tree = try Tree()
    let bad = tree.root.appendingPathComponent("lib/bad.so")
    let bytes = try Data(contentsOf: tree.files[1])
    try Data(bytes.prefix(2000)).write(to: bad)
    let refused = tree.root.appendingPathComponent("lib/setuid.so")
    try bytes.write(to: refused)
    try mustRun("chmod", ["4755", refused.path])
    let result = try symdemote("apply", "--all", "--recursive", tree.root.path)
    #expect(result.status == 2)
    #expect(result.errors.contains("symdemote: \(bad.path): "))
    #expect(result.errors.contains("symdemote: \(refused.path): "))
    #expect(try exportedNames(tree.files[1]) == [] && exportedNames(tree.files[2]) == [])
    #expect(try exportedNames(refused) == Specimen.names)
    #expect(try Data(contentsOf: bad) == bytes.prefix(2000))
    try FileManager.default.removeItem(at: bad)
    #expect(try symdemote("apply", "--all", "--recursive", tree.root.path).status == 3)
  }

  /// Neither what a run makes for itself nor a backup is meant, and a second run finds nothing to do.
  @Test func backupsAndTemporariesStay() throws {
    let tree = try Tree()
    let own = tree.root.appendingPathComponent("lib/.symdemote-0123456789abc.tmp")
    let bytes = try Data(contentsOf: tree.files[1])
    try bytes.write(to: own)
    let words = ["--all", "--recursive", "--backup=simple", "--suffix=.old", tree.root.path]
    #expect(try run(toolPath, ["apply"] + words).status == 0)
    let backup = URL(fileURLWithPath: tree.files[1].path + ".old")
    #expect(try Data(contentsOf: backup) == bytes)
    let after = try tree.contents
    #expect(try run(toolPath, ["plan"] + words).status == 0)
    #expect(try run(toolPath, ["apply"] + words).status == 0)
    #expect(try tree.contents == after)
    #expect(try Data(contentsOf: backup) == bytes)
    // Who names it means it.
    #expect(try symdemote("plan", "--all", backup.path).status == 1)
  }

  /// No file of a run is lost to the backup of another, wherever it lies.
  @Test func aBackupSparesTheOthers() throws {
    let tree = try Tree()
    let other = URL(fileURLWithPath: tree.files[1].path + ".old")
    try FileManager.default.copyItem(at: tree.files[0], to: other)
    let library = try Data(contentsOf: tree.files[1])
    let result = try symdemote(
      "apply", "--all", "--recursive", "--backup=simple", "--suffix=.old", tree.root.path,
      other.path)
    #expect(result.status == 2, "\(result.errors)")
    #expect(try Data(contentsOf: other) != library)
    #expect(try exportedNames(tree.files[1]) == Specimen.names)
    #expect(try exportedNames(tree.files[2]) == [])
  }
}
