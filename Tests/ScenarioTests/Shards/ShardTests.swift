// `--shard=K/N` and `report --merge`: what shards say comes to what one run says, byte for byte.

import Foundation
import TestSupport
import Testing

@Suite struct ShardTests {
  @Test(arguments: [
    ["exports"], ["plan", "--all"], ["plan", "--all", "--no-process"],
    ["check", "--all", "--keep=alpha_one", "--keep=gamma"], ["audit"],
  ])
  func mergedIsTheWhole(_ command: [String]) throws {
    let tree = try Tree()
    // One that cannot be read, and one that was never there.
    try Data(try Data(contentsOf: tree.files[1]).prefix(2000)).write(
      to: tree.root.appendingPathComponent("lib/bad.so"))
    let sharded = ShardedRun(
      command + ["--recursive", tree.root.path, tree.root.path + "/none", tree.specimen.path])
    for count in [1, 2, 3, 5, 40] { try sharded.expectSame(count) }
  }

  @Test func aListIsSplitAsFoldersAre() throws {
    let tree = try Tree()
    let list = try tree.specimen.folder.write(
      tree.files.reversed().map { $0.path + "\n" }.joined(), to: "list")
    try ShardedRun(["exports", "--files-from=\(list.path)"]).expectSame(2)
    // The file says which shard it is for.
    let result = try symdemote(
      "exports", "--files-from=\(list.path)", "--shard=2/2", "--format=json")
    #expect(result.output.contains("\"path\": \"\(tree.files[1].path)\""))
    #expect(!result.output.contains("\"path\": \"\(tree.files[0].path)\""))
    #expect(!result.output.contains("\"path\": \"\(tree.files[2].path)\""))
  }

  /// What matches nothing is told at the end, and only if it matches nothing in all shards.
  @Test func whatMatchesNothingIsToldOnce() throws {
    let workshop = try Workshop()
    let libraries = try (0..<4).map {
      try workshop.library("libpart\($0).so", "int part_\($0)(void) { return 1; }\n")
    }
    let names = [0, 1, 3, 4, 5].map { "part_\($0)\n" }.joined()
    let list = try workshop.folder.write(names + "other_*\n", to: "list")
    let policy = try workshop.folder.write(
      "all\n[*part1.so]\nkeep nothing\n[none/*.so]\nkeep *\nkeep part_0\n", to: "policy")
    let sharded = ShardedRun(
      [
        "plan", "--all", "--demote=part_2", "--demote=part_9", "--keep-list=\(list.path)",
        "--policy=\(policy.path)",
      ] + libraries.map(\.path))
    let whole = try sharded.whole()
    for words in [
      "--demote=part_9 matches no export", "3 of 6 entries match no export: 4: part_4",
      "section [none/*.so] is for none",
    ] { #expect(whole.errors.contains(words), "\(whole.errors)") }
    #expect(!whole.errors.contains("part_2 matches"))
    for count in [2, 3, 4, 9] { try sharded.expectSame(count) }
    // One shard alone does not know.
    let alone = try run(toolPath, sharded.words + ["--shard=1/4"])
    #expect(!alone.errors.contains("matches no export"))
    // An error that ends the run ends every shard.
    let wrong = ShardedRun(["plan", "--keep-list=/nowhere"] + libraries.map(\.path))
    #expect(try wrong.whole().status == 2)
    try wrong.expectSame(3)
  }

  @Test func everyLineIsJSON() throws {
    let tree = try Tree()
    let result = try symdemote(
      "plan", "--all", "--recursive", "--format=jsonl", tree.root.path)
    let lines = try result.output.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    #expect(lines.count == 2 + tree.files.count)
    #expect(lines.first?["command"] as? String == "plan")
    #expect(lines.last?["exit_status"] as? Int == 1 && lines.last?["end"] != nil)
    let told = lines.dropFirst().dropLast()
    #expect(told.compactMap { $0["path"] as? String } == tree.files.map(\.path))
    let positions = told.compactMap { $0["position"] as? Int }
    #expect(positions == positions.sorted() && positions.count == tree.files.count)
    // Whatever an error is about, a reader of lines gets lines.
    let wrong = try symdemote("plan", "--format=jsonl", tree.root.path)
    #expect(wrong.status == 2 && wrong.output.split(separator: "\n").count == 2)
  }

  @Test func whatCannotBeIsNamed() throws {
    let specimen = try Specimen()
    for word in ["0/3", "4/3", "1/0", "1", "1/2/3", "/", "-1/2", "+1/2", "a/b", "1/100001", "1/ 2"]
    {
      try expectEnd(
        2, untouched: specimen.file, saying: "--shard is K/N", "plan", "--all", "--shard=\(word)",
        specimen.path)
    }
    let records = specimen.folder.file("records")
    try FileManager.default.createDirectory(at: records, withIntermediateDirectories: true)
    let withRecords = "--shard-records=\(records.path)"
    for (words, message) in [
      (["plan", "--strict"], "--strict asks"), (["apply"], "need --shard-records"),
      (["apply", withRecords, "--write=inplace"], "--write=inplace contradicts"),
      (["apply", withRecords, "--undo-file=u"], "contradict --shard"),
      (["apply", withRecords, "--output=u"], "contradict --shard"),
      (["apply", "--shard-records=\(specimen.path)"], "is a folder"),
      (["apply", "--shard-records=\(records.path)/none"], "is a folder"),
      (
        ["apply", withRecords, "--recursive", specimen.folder.url.path], "below a folder of the run"
      ),
      (["apply", withRecords, "--recursive", records.path], "below a folder of the run"),
    ] {
      let result = try run(toolPath, words + ["--all", "--shard=1/2", specimen.path])
      #expect(result.status == 2 && result.errors.contains(message), "\(words): \(result.errors)")
    }
    try expectEnd(
      2, untouched: specimen.file, saying: "goes with --shard", "apply", "--all", withRecords,
      specimen.path)
    try expectEnd(
      2, untouched: specimen.file, saying: "the model alone", "audit", "--with=/usr/lib",
      "--shard=1/2", specimen.path)
    #expect(try exportedNames(specimen.file) == Specimen.names)
    #expect(
      try symdemote("apply", "--all", withRecords, "--shard=1/2", specimen.path).status == 0)
    #expect(try exportedNames(specimen.file) == [])
  }
}
