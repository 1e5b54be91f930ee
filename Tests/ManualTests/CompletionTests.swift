// Completions in the shells themselves: what is typed, and what the shell makes of it.

import Foundation
import Manual
import TestSupport
import Testing

@Suite struct CompletionTests {
  /// What is typed, and what is offered for it; nothing where nothing fits.
  static let cases: [(line: String, offered: Set<String>)] = [
    ("symdemote ap", ["apply"]),
    ("symdemote help pol", ["policy", "policy-file"]),
    ("symdemote help presets python-ho", ["python-host"]),
    ("symdemote help apply python-ho", []),
    ("symdemote help apply appl", []),
    ("symdemote help presets appl", []),
    ("symdemote help orch", []),
    ("symdemote apply --demote-fr", ["--demote-from"]),
    ("symdemote diff --demote-fr", []),
    ("symdemote apply --conv", ["--convert-relocations"]),
    ("symdemote check --conv", []),
    ("symdemote check --format=sar", ["sarif"]),
    ("symdemote exports --format=sar", []),
    ("symdemote audit --format=d", ["dot"]),
    ("symdemote plan --write=", ["auto", "inplace", "rename"]),
    ("symdemote plan --color=a", ["always", "auto"]),
    ("symdemote plan --preset=python-ho", ["python-host"]),
    ("symdemote plan --keep-list=version-s", ["version-script:"]),
    ("symdemote plan --keep-list=orch", ["orchard.map"]),
    ("symdemote plan --keep-list=list:orch", ["list:orchard.map"]),
    ("symdemote plan --policy=orch", ["orchard.map"]),
    ("symdemote apply --backup=num", ["numbered"]),
    ("symdemote apply --backup=orch", []),
    ("symdemote apply orch", ["orchard.map"]),
    ("symdemote plan --dlopen=orch", ["orchard.map"]),
    ("symdemote plan --dlopen=orchard.map:roo", []),
    ("symdemote plan --library-path=roo", ["root/"]),
    ("symdemote plan --library-path=lib:roo", ["lib:root/"]),
    ("symdemote explain orch", []),
    ("symdemote explain name orch", ["orchard.map"]),
    ("symdemote plan --keep=name@orch", []),
    ("symdemote plan --demote=ns::orch", []),
    ("symdemote plan --sysroot=orch", []),
    ("symdemote plan --sysroot=roo", ["root/"]),
    ("symdemote exports orch", ["orchard.map"]),
    ("symdemote plan --demote=orch", []),
    ("symdemote frobnicate --demote-fr", []),
  ]

  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("", to: "orchard.map")
    try FileManager.default.createDirectory(
      at: folder.file("root"), withIntermediateDirectories: false)
    return folder
  }

  private func path(_ name: String) -> String { manualFolder.appendingPathComponent(name).path }

  @Test func theirSyntaxIsSound() throws {
    try mustRun("bash", ["-n", path("symdemote.bash")])
    try mustRun("zsh", ["-n", path("_symdemote")])
    try mustRun("fish", ["-n", path("symdemote.fish")])
    #expect(try mustRun("shellcheck", [path("symdemote.bash")]) == "")
  }

  /// What is left of `line` when what is offered is completed as far as it is one thing.
  private func completed(_ line: String, _ offered: Set<String>) -> String {
    let typed =
      line.split(omittingEmptySubsequences: false, whereSeparator: { $0 == " " || $0 == "=" }).last
      ?? ""
    // What all that is offered begin with.
    let common = offered.reduce(offered.first ?? String(typed)) { $0.commonPrefix(with: $1) }
    return line.dropLast(typed.count) + common
  }

  /// Whatever parts words: all that does in a stock shell, less, or nothing of what stands in values.
  @Test(arguments: ["", ":", "=", "@", "=:@"])
  func bash(_ without: String) throws {
    let lines = Self.cases.map(\.line)
    let results = try TypingShell.bash(without: without).lines(
      after: lines.map { $0 + "\t" }, in: folder())
    for (result, (line, offered)) in zip(results, Self.cases) {
      let whole = completed(line, offered)
      #expect([whole, whole + " ", whole + "="].contains(result), "\(line)")
    }
  }

  /// What is typed into bash, with more than one tabulator, and the line that comes of it.
  static let typed: [(keys: String, line: String)] = [
    ("plan --keep-list=lis\tor\t", "plan --keep-list=list:orchard.map "),
    ("plan --keep-list lis\tor\t", "plan --keep-list list:orchard.map "),
    ("plan --keep-list=version-s\tmy\\ l\t", "plan --keep-list=version-script:my\\ list.map "),
    ("plan --keep-list=\"list:my l\t", "plan --keep-list=\"list:my list.map\" "),
    ("plan --keep-li\tor\t--pol\tor\t", "plan --keep-list=orchard.map --policy=orchard.map "),
    ("plan --policy=my\\ l\t", "plan --policy=my\\ list.map "),
    ("plan --policy='my l\t", "plan --policy='my list.map' "),
    ("plan --policy=~/orc\t", "plan --policy=HOME/orchard.map "),
    ("plan --sysroot ro\t", "plan --sysroot root/"),
    ("plan --library-path=ro\t:ro\t", "plan --library-path=root/:root/"),
    ("plan --with=a=\t", "plan --with=a=b.so "),
    ("exports co:\t", "exports co:lon.so "),
    ("exports a=\t", "exports a=b.so "),
    ("exports orch\ta=\t", "exports orchard.map a=b.so "),
    ("apply --demote ns::orch\t", "apply --demote ns::orch"),
    ("apply --demote --keep orch\t", "apply --demote --keep orchard.map "),
    ("apply -- --dem\t", "apply -- --dem"),
    ("apply -- orch\t", "apply -- orchard.map "),
    ("explain ns::orch\t", "explain ns::orch"),
    ("explain --policy=x ns::f orch\t", "explain --policy=x ns::f orchard.map "),
  ]

  @Test(arguments: ["", ":", "=:@"])
  func bashPutsWordsTogether(_ without: String) throws {
    let folder = try folder()
    for name in ["my list.map", "a=b.so", "co:lon.so"] { try folder.write("", to: name) }
    let lines = try TypingShell.bash(without: without).lines(
      after: Self.typed.map { "symdemote " + $0.keys }, in: folder)
    for (line, (keys, wanted)) in zip(lines, Self.typed) {
      let home = wanted.replacing("HOME", with: folder.url.path)
      #expect(line == "symdemote " + home, "\(keys)")
    }
  }

  /// The cursor may stand within the line, and the command behind others.
  @Test func bashLooksAtTheCommandBeforeTheCursor() throws {
    let left = "\u{2}"
    let lines = try TypingShell.bash(without: "").lines(
      after: [
        "symdemote plan --policy=orch --all" + String(repeating: left, count: 6) + "\t",
        "A=1 true; A=1 symdemote plan  --policy=orch\t", "true --policy=nothing\t",
      ], in: folder())
    #expect(
      lines == [
        "symdemote plan --policy=orchard.map --all",
        "A=1 true; A=1 symdemote plan  --policy=orchard.map ", "true --policy=nothing",
      ])
  }

  @Test func fish() throws {
    let folder = try folder()
    for (line, offered) in Self.cases {
      let output = try mustRun(
        "fish",
        [
          "--no-config", "-c", "source $argv[1]; complete -C $argv[2]", path("symdemote.fish"),
          line,
        ],
        environment: ["HOME": folder.url.path], directory: folder.url)
      let replies = output.split(separator: "\n").map { reply -> String in
        let word = reply.prefix { $0 != "\t" }
        return word.firstIndex(of: "=").map { String(word[word.index(after: $0)...]) }
          ?? String(word)
      }
      // Where it knows nothing, fish looks for what is alike.
      let meant = replies.filter { reply in
        let typed = line.split(whereSeparator: { $0 == " " || $0 == "=" }).last ?? ""
        return line.hasSuffix("=") || reply.hasPrefix(typed)
      }
      #expect(Set(meant) == offered, "\(line)")
    }
  }

  /// What stands in the line then; `complete -C` tells of all that is offered, and of nothing else.
  @Test func fishTyped() throws {
    let lines = Self.cases.map(\.line)
    let results = try TypingShell.fish.lines(after: lines.map { $0 + "\t" }, in: folder())
    for (result, (line, offered)) in zip(results, Self.cases) {
      let whole = completed(line, offered)
      #expect([whole, whole + " ", whole + "="].contains(result), "\(line): \(result)")
    }
  }

  @Test func zsh() throws {
    let lines = Self.cases.map(\.line)
    let results = try TypingShell.zsh.lines(after: lines.map { $0 + "\t" }, in: folder())
    for (result, (line, offered)) in zip(results, Self.cases) {
      let whole = completed(line, offered)
      let isWhole = [whole, whole + "="].contains(result.trimmingCharacters(in: .whitespaces))
      #expect(isWhole, "\(line): \(result)")
    }
  }
}
