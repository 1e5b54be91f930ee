// What a shell makes of keys, in a terminal of its own.

import Foundation
import TestSupport

/// A shell that completes.
enum TypingShell {
  /// With what stands in COMP_WORDBREAKS, but for the characters of `without`.
  case bash(without: String)
  case zsh
  case fish

  private var command: String {
    switch self {
    case .bash: "bash --norc --noprofile -i"
    case .zsh: "zsh -f -i"
    case .fish: "fish --no-config -i"
    }
  }

  /// What is said first: ^T shows the line, and empties it. The completions are in the variable MANUAL.
  private var preparation: String {
    switch self {
    case .bash(let without):
      """
      PS1='' PS2=''
        bind 'set enable-bracketed-paste off'; bind 'set bell-style none'
        report() { printf '<<%s>>\\n' "$READLINE_LINE"; READLINE_LINE='' READLINE_POINT=0; }
        bind -x '"\\C-t": report'; . "$MANUAL/symdemote.bash"
        COMP_WORDBREAKS=${COMP_WORDBREAKS//[\(without) ]/}' '; echo REA''DY
      """
    case .zsh:
      """
      PS1=''; fpath=($MANUAL $fpath); autoload -Uz compinit; compinit -u -D
        bindkey '^I' complete-word; setopt no_beep; unsetopt zle_bracketed_paste auto_menu
        zstyle ':completion:*' verbose no; LISTMAX=10000
        report() { print -r -- "<<$BUFFER>>"; BUFFER=''; zle reset-prompt }
        zle -N report; bindkey '^T' report; print REA''DY
      """
    case .fish:
      """
      source $MANUAL/symdemote.fish; function fish_prompt; end; bind \\ct report
        function report; echo '<<'(commandline)'>>'; commandline ''; end; echo REA''DY
      """
    }
  }

  /// What stands in the line after each of `keys`, of which \t completes.
  func lines(after keys: [String], in folder: TemporaryFolder) throws -> [String] {
    let script = """
      zmodload zsh/zpty
      zpty shell $1
      zpty -w shell $2
      shift 2
      for (( n = 0; n < 300; n++ )); do
        zpty -r -t shell chunk && out+=$chunk || sleep 0.1
        [[ $out == *READY* ]] && break
      done
      for keys in "$@"; do
        zpty -w -n shell "$keys"$'\\x14'
        out=
        for (( n = 0; n < 300; n++ )); do
          zpty -r -t shell chunk && out+=$chunk || sleep 0.05
          [[ $out == *'<<'*'>>'* ]] && break
        done
        out=${out##*'<<'}
        print -r -- "${out%%'>>'*}"
      done
      zpty -d shell
      """
    let file = try folder.write(script, to: "type.zsh")
    let output = try mustRun(
      "zsh", ["-f", file.path, command, preparation] + keys,
      environment: [
        "TERM": "xterm", "MANUAL": manualFolder.path, "HOME": folder.url.path,
        "INPUTRC": "/dev/null", "LC_ALL": "C.UTF-8",
      ], directory: folder.url)
    let lines = output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard lines.count == keys.count + 1 else {
      throw RunFailure(description: "not a line for each of \(keys): \(output)")
    }
    return Array(lines.dropLast())
  }
}
