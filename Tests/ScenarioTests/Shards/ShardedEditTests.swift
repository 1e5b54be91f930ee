// `apply` in shards, over files whose demotions depend on each other: whichever shard comes first, the
// files become what one run makes of them, and the reports say what it says.

import Foundation
import TestSupport
import Testing

@Suite struct ShardedEditTests {
  /// Files, and what they were.
  private struct Originals {
    let files: [(url: URL, content: Data, mode: String)]

    init(_ urls: [URL]) throws {
      files = try urls.map {
        ($0, try Data(contentsOf: $0), try mustRun("stat", ["-c", "%a", $0.path]).trimmed)
      }
    }

    func restore() throws {
      for file in files {
        try file.content.write(to: file.url)
        try mustRun("chmod", [file.mode, file.url.path])
      }
    }

    var now: [Data] { get throws { try files.map { try Data(contentsOf: $0.url) } } }
  }

  /// Expects of `words` that shards do and say what one run does and says.
  ///
  /// - Returns: what the whole run said, and what the files were afterwards.
  @discardableResult
  private func expectSame(
    _ words: [String], _ originals: Originals, _ counts: [Int], seed: UInt64 = 1,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> (RunResult, [Data]) {
    let sharded = ShardedRun(["apply"] + words)
    try originals.restore()
    let whole = try sharded.whole()
    let contents = try originals.now
    for count in counts {
      for order in ShardOrder.allCases {
        try originals.restore()
        let reports = try sharded.shards(count, in: order, seed: seed)
        #expect(
          try originals.now == contents, "\(words) in \(count), \(order)",
          sourceLocation: sourceLocation)
        expect(
          try sharded.merged(reports), is: whole, "\(words) in \(count), \(order)", sourceLocation)
      }
    }
    return (whole, contents)
  }

  /// A program that needs `common`, and libraries that define it: the last one decided about keeps it.
  /// One cannot be written, and so gives nothing up, though it would.
  @Test func rivalsForAName() throws {
    let workshop = try Workshop()
    let libraries = try (10..<16).map {
      try workshop.library("librival\($0).so", "int common(void) { return \($0); }\n")
    }
    let program = try workshop.program(
      "int common(void); int main(void) { return common() == 0; }", needing: libraries)
    try mustRun("chmod", ["4755", libraries[2].path])
    let originals = try Originals(libraries)
    let paths = libraries.map(\.path)
    let (whole, contents) = try expectSame(
      ["--demote=common*", "--in=\(program.path)"] + paths.reversed(), originals, [2, 3, 6])
    #expect(whole.status == 3)
    #expect(
      zip(contents, originals.files).map { $0 == $1.content }
        == [false, false, true, false, false, false])
    try expectSame(["--demote=common", "--in=\(program.path)"] + paths, originals, [2, 6])
    #expect(try run(program.path).status == 0)
  }

  /// What collides depends on libraries before and after, by processes and by --with.
  @Test func collisions() throws {
    let workshop = try Workshop()
    let libraries = try [("a", "xy"), ("b", "yz"), ("c", "xz"), ("d", "xyz"), ("e", "w")].map {
      name, letters in
      try workshop.library(
        "lib\(name).so", letters.map { "int \($0)(void) { return 1; }\n" }.joined())
    }
    let program = try workshop.program(
      "int x(void); int y(void); int main(void) { return x() - y(); }", needing: libraries)
    let originals = try Originals(libraries + [program])
    let folder = workshop.folder.url.path
    let paths = (libraries + [program]).map(\.path)
    try expectSame(["--colliding", "--in=\(program.path)"] + paths, originals, [2, 6])
    try expectSame(["--colliding", "--with=\(folder)", "--no-process"] + paths, originals, [3])
    try expectSame(["--demote-from=\(paths[2])"] + paths, originals, [2, 4])
    try expectSame(
      ["--all", "--keep-from=liba.so", "--in=\(program.path)"] + paths, originals, [3])
  }

  @Test func namesOfOneFileStayTogether() throws {
    let tree = try Tree()
    let other = tree.root.appendingPathComponent("lib/sub/libtwo.so")
    let originals = try Originals(tree.files)
    for words in [["--all"], ["--all", "--backup=numbered"], ["--all", "--remove", "--symtab"]] {
      try expectSame(
        words + ["--recursive", tree.root.path], originals, words.count == 1 ? [2, 3, 9] : [3])
      #expect(try FileIdentity(other).inode == FileIdentity(tree.files[2]).inode)
      #expect(try exportedNames(other) == [])
    }
  }

  /// Who comes again would say something else, and is told so.
  @Test func aShardRunsOnce() throws {
    let tree = try Tree()
    let records = tree.specimen.folder.file("records")
    try FileManager.default.createDirectory(at: records, withIntermediateDirectories: true)
    let words = [
      "apply", "--all", "--recursive", "--shard-records=\(records.path)", tree.root.path,
    ]
    for shard in 1...2 {
      #expect(try run(toolPath, words + ["--shard=\(shard)/2"]).status == 0)
    }
    let contents = try tree.contents
    for shard in 1...2 {
      let again = try run(toolPath, words + ["--shard=\(shard)/2"])
      #expect(again.status == 2 && again.errors.contains("was run before"), "\(again.errors)")
    }
    #expect(try tree.contents == contents)
    // A record is what `undo` takes.
    let made = try FileManager.default.contentsOfDirectory(atPath: records.path)
    #expect(made.count == 3)
    let undone = try made.filter {
      try symdemote("undo", "--undo-file=\(records.path)/\($0)", tree.files[1].path).status == 0
    }
    #expect(undone.count == 1)
    #expect(try exportedNames(tree.files[1]) == Specimen.names)
  }

  /// What a file was cannot be known if it changed behind the shards' backs: then nothing is guessed.
  @Test func aFileThatChangedIsNoBasis() throws {
    let workshop = try Workshop()
    let libraries = try (0..<2).map {
      try workshop.library("lib\($0).so", "int common(void) { return \($0); }\n")
    }
    let program = try workshop.program(
      "int common(void); int main(void) { return common(); }", needing: libraries)
    let records = workshop.folder.file("records")
    try FileManager.default.createDirectory(at: records, withIntermediateDirectories: true)
    let words =
      ["apply", "--demote=comm*", "--in=\(program.path)", "--shard-records=\(records.path)"]
      + libraries.map(\.path)
    #expect(try run(toolPath, words + ["--shard=1/2"]).status == 0)
    var content = try Data(contentsOf: libraries[0])
    content[content.count - 1] ^= 1
    try content.write(to: libraries[0])
    let before = try Data(contentsOf: libraries[1])
    let result = try run(toolPath, words + ["--shard=2/2"])
    #expect(result.status == 2 && result.errors.contains("changed since"), "\(result.errors)")
    #expect(try Data(contentsOf: libraries[1]) == before)
  }

  /// Trees by chance: libraries that define some of a few names and use others, a program that needs
  /// some, files that cannot be written; any selection, any number of shards, any order.
  @Test(arguments: 1...3 as ClosedRange<UInt64>)
  func anyTree(_ seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let workshop = try Workshop()
    let names = (0..<5).map { "n\($0)" }
    func some() -> [String] { names.filter { _ in Bool.random(using: &generator) } }
    var libraries: [URL] = []
    for number in 0..<6 {
      let (own, used) = (some(), some())
      let source =
        own.map { "int \($0)(void) { return 1; }\n" }.joined()
        + used.filter { !own.contains($0) }.map {
          "extern int \($0)(void) __attribute__((weak));\n"
        }.joined()
        + "int lib\(number)_entry(void) { return 0 \(used.map { "+ (\($0) ? \($0)() : 0)" }.joined(separator: " ")); }\n"
      libraries.append(
        try workshop.library("lib\(number).so", source, needing: libraries.suffix(2)))
    }
    let used = some()
    let program = try workshop.program(
      used.map { "extern int \($0)(void) __attribute__((weak));\n" }.joined()
        + "int main(void) { return 0 \(used.map { "+ (\($0) ? \($0)() : 0)" }.joined(separator: " ")); }\n",
      needing: libraries)
    try mustRun("chmod", ["4755", libraries[Int.random(in: 0..<6, using: &generator)].path])
    let originals = try Originals(libraries + [program])
    let selections = [
      ["--all"], ["--demote=n*"], ["--demote=n1", "--demote=n[2-4]"], ["--colliding"],
      ["--all", "--keep=n0"], ["--all", "--force"],
    ]
    for _ in 0..<2 {
      guard let selection = selections.randomElement(using: &generator) else { continue }
      let paths = (libraries + [program]).map(\.path).shuffled(using: &generator)
      let words = selection + ["--in=\(program.path)"] + paths
      let count = Int.random(in: 2...8, using: &generator)
      try expectSame(words, originals, [count], seed: seed)
      try originals.restore()
      for command in ["plan", "check", "audit", "exports"] {
        let options = ["plan", "check"].contains(command) ? words : paths
        let sharded = ShardedRun([command] + options)
        try sharded.expectSame(Int.random(in: 2...8, using: &generator))
      }
    }
  }
}

extension String {
  fileprivate var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}
