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
    ("symdemote plan --policy=orch", ["orchard.map"]),
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

  /// The words into which readline parts a line, with and without signs among what parts them.
  @Test(arguments: [true, false])
  func bash(_ signsPartWords: Bool) throws {
    let folder = try folder()
    let script = """
      source "$0"
      COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*"
      _symdemote
      printf '%s\\n' "${COMPREPLY[@]}"
      """
    for (line, offered) in Self.cases {
      var words = line.split(separator: " ").map(String.init)
      if signsPartWords, let last = words.popLast() {
        let sign = last.firstIndex(of: "=")
        words += sign.map { [String(last[..<$0]), "=", String(last[$0...].dropFirst())] } ?? [last]
        if words.last == "" { words.removeLast() }
      }
      let output = try mustRun(
        "bash", ["-c", script, path("symdemote.bash")] + words, directory: folder.url)
      let replies = output.split(separator: "\n").map { reply -> String in
        // What replaces the word has the option in front, where that is a part of the word.
        let value = signsPartWords ? nil : reply.firstIndex(of: "=")
        let rest = value.map { reply[reply.index(after: $0)...] } ?? reply[...]
        return rest.isEmpty
          ? String(reply.dropLast()) : rest.last == "=" ? String(rest.dropLast()) : String(rest)
      }
      let plain = offered.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
      #expect(Set(replies) == Set(plain), "\(line)")
    }
  }

  /// Behind --, and behind a list's format, there are only files.
  @Test func bashKnowsWhereOnlyFilesAre() throws {
    let folder = try folder()
    let script = """
      source "$0"; COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)); _symdemote
      printf '%s\\n' "${COMPREPLY[@]}"
      """
    for words in [
      ["symdemote", "plan", "--", "orch"],
      ["symdemote", "plan", "--keep-list", "=", "version-script", ":", "orch"],
      ["symdemote", "plan", "--policy", "orch"],
    ] {
      let output = try mustRun(
        "bash", ["-c", script, path("symdemote.bash")] + words, directory: folder.url)
      #expect(output == "orchard.map\n", "\(words)")
    }
    #expect(
      try mustRun(
        "bash", ["-c", script, path("symdemote.bash"), "symdemote", "plan", "--", "--dem"],
        directory: folder.url) == "\n")
    // It is what readline asks.
    let asked = try mustRun(
      "bash", ["-c", "source \"$0\"; complete -p symdemote", path("symdemote.bash")])
    #expect(asked == "complete -F _symdemote symdemote\n")
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

  /// In a terminal of its own: zsh completes what is typed as far as it is one thing.
  @Test func zsh() throws {
    let folder = try folder()
    try FileManager.default.copyItem(
      at: manualFolder.appendingPathComponent("_symdemote"), to: folder.file("_symdemote"))
    let script = """
      zmodload zsh/zpty
      zpty z zsh -f -i
      zpty -w z "PS1=''; fpath=($PWD \\$fpath); autoload -Uz compinit; compinit -u -D
        bindkey '^I' complete-word; setopt no_beep; unsetopt zle_bracketed_paste auto_menu
        zstyle ':completion:*' verbose no; LISTMAX=10000
        report() { print -r -- \\"<<\\$BUFFER>>\\"; BUFFER=''; zle reset-prompt }
        zle -N report; bindkey '^X' report; print REA''DY"
      for (( n = 0; n < 300; n++ )); do
        zpty -r -t z chunk && out+=$chunk || sleep 0.1
        [[ $out == *READY* ]] && break
      done
      for line in "$@"; do
        zpty -w -n z "$line"$'\\t\\x18'
        out=
        for (( n = 0; n < 300; n++ )); do
          zpty -r -t z chunk && out+=$chunk || sleep 0.05
          [[ $out == *'<<'*'>>'* ]] && break
        done
        out=${out##*'<<'}
        print -r -- "${out%%'>>'*}"
      done
      zpty -d z
      """
    let file = try folder.write(script, to: "ask.zsh")
    let output = try mustRun(
      "zsh", ["-f", file.path] + Self.cases.map(\.line), environment: ["TERM": "xterm"],
      directory: folder.url)
    let completed = output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    try #require(completed.count == Self.cases.count + 1)
    for (place, (line, offered)) in Self.cases.enumerated() {
      let typed =
        line.split(
          omittingEmptySubsequences: false, whereSeparator: { $0 == " " || $0 == "=" }
        ).last ?? ""
      let start = line.dropLast(typed.count)
      // What all that is offered begin with.
      let common = offered.reduce(offered.first ?? String(typed)) { $0.commonPrefix(with: $1) }
      let whole = completed[place].trimmingCharacters(in: .whitespaces)
      #expect(
        whole == start + common || whole == start + common + "=", "\(line): \(completed[place])")
    }
  }
}
