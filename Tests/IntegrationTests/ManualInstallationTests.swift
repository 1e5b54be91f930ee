// Where pages and completions are installed is where man and the shells look by themselves.

import Foundation
import TestSupport
import Testing

@Suite struct ManualInstallationTests {
  @Test func manFindsThePages() throws {
    let tree = try InstalledTree()
    for (section, name) in [
      ("1", "symdemote-apply"), ("5", "symdemote-policy"), ("7", "symdemote"),
    ] {
      let path = try mustRun("man", ["-M", tree.file("share/man").path, "-w", section, name])
      #expect(path == tree.file("share/man/man\(section)/\(name).\(section)").path + "\n")
    }
    #expect(
      try run("man", ["-M", tree.file("share/man").path, "-w", "1", "symdemote-frobnicate"]).status
        != 0)
  }

  /// Each shell finds the completions on its own, once it knows of the folder.
  @Test func shellsFindTheCompletions() throws {
    let tree = try InstalledTree()
    var environment = tree.environment
    environment["XDG_DATA_DIRS"] = "\(tree.file("share").path):/usr/share"
    environment["HOME"] = tree.file("").path
    let bash = """
      source /usr/share/bash-completion/bash_completion
      _completion_loader symdemote; complete -p symdemote
      """
    #expect(
      try mustRun("bash", ["-c", bash], environment: environment)
        == "complete -F _symdemote symdemote\n")
    let fish = try mustRun(
      "fish", ["-c", "complete -C 'symdemote appl'"], environment: environment)
    #expect(fish.hasPrefix("apply\t"))
    let zsh = """
      fpath=(\(tree.file("share/zsh/site-functions").path) $fpath)
      autoload -Uz compinit; compinit -u -D; print $_comps[symdemote]
      """
    #expect(try mustRun("zsh", ["-f", "-c", zsh], environment: environment) == "_symdemote\n")
  }
}
