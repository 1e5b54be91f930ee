// Completions for bash (Bash Reference Manual, "Programmable Completion"), with nothing from outside: they
// work with and without the package bash-completion.
//
// Readline parts words at = and : as well (COMP_WORDBREAKS), unless somebody told it not to; both are
// understood.

internal import Commands
internal import Reporting

enum BashCompletion {
  static var text: String {
    let commands = OptionTable.commands
    let cases = commands.map { command in
      let options = command.options.map { $0.name + ($0.hasValueBehindSign ? "=" : "") }
      return "    \(command.name.rawValue)) options='\(options.joined(separator: " "))' ;;\n"
    }.joined()
    return """
      # Completions of symdemote for bash. Written by `make manual`.
      # shellcheck shell=bash

      # Puts what begins with $1 of the words $2 into COMPREPLY.
      _symdemote_words() {
        mapfile -t COMPREPLY < <(compgen -W "$2" -- "$1")
      }

      # Puts the files, or with -d the folders, that begin with $1 into COMPREPLY.
      _symdemote_files() {
        compopt -o filenames 2>/dev/null
        mapfile -t COMPREPLY < <(compgen "${2:--f}" -- "$1")
      }

      # Completes the value $2 of the option $1 of the command $3.
      _symdemote_value() {
        case $1 in
      \(values)      esac
      }

      _symdemote() {
        local current=${COMP_WORDS[COMP_CWORD]} before='' command=${COMP_WORDS[1]-} options='' word
        COMPREPLY=()
        ((COMP_CWORD > 0)) && before=${COMP_WORDS[COMP_CWORD - 1]}

        if ((COMP_CWORD == 1)); then
          _symdemote_words "$current" '\(commands.map(\.name.rawValue).joined(separator: " ")) help --help --version'
          return
        fi
        if [[ $command == help ]]; then
          if ((COMP_CWORD == 2)); then
            _symdemote_words "$current" \\
              '\((commands.map(\.name.rawValue) + HelpTopic.allCases.map(\.rawValue)).joined(separator: " "))'
          elif ((COMP_CWORD == 3)) && [[ $before == presets ]]; then
            _symdemote_value --preset "$current" ''
          fi
          return
        fi

        # Behind --, everything is a file.
        for word in "${COMP_WORDS[@]:2:COMP_CWORD-2}"; do
          if [[ $word == -- ]]; then
            _symdemote_files "$current"
            return
          fi
        done

        # The value of an option: one word with it, or parted from it by a sign or by white space.
        if [[ $current == --*=* ]]; then
          local option=${current%%=*} place
          _symdemote_value "$option" "${current#*=}" "$command"
          for place in "${!COMPREPLY[@]}"; do COMPREPLY[place]="$option=${COMPREPLY[place]}"; done
          return
        fi
        if [[ $current == '=' && $before == --* ]]; then
          _symdemote_value "$before" '' "$command"
          return
        fi
        if [[ $before == '=' ]] && ((COMP_CWORD > 2)); then
          _symdemote_value "${COMP_WORDS[COMP_CWORD - 2]}" "$current" "$command"
          return
        fi
        # A list behind its format, or flags behind a library.
        if [[ $current == ':' || $before == ':' ]]; then
          _symdemote_files "${current#:}"
          return
        fi
        case $before in
          \(valued.joined(separator: " | ")))
            _symdemote_value "$before" "$current" "$command"
            return
            ;;
        esac

        if [[ $current == -* ]]; then
          case $command in
      \(cases.split(separator: "\n").map { "      \($0)\n" }.joined())      esac
          _symdemote_words "$current" "$options"
          [[ ${COMPREPLY[0]-} == *= ]] && compopt -o nospace 2>/dev/null
          return
        fi
        _symdemote_files "$current"
      }

      complete -F _symdemote symdemote

      """
  }

  /// Options that take the next word if no sign follows.
  private static var valued: [String] {
    Set(
      OptionTable.commands.flatMap(\.options).filter { $0.value != nil && !$0.isValueOptional }
        .map(\.name)
    ).sorted()
  }

  /// What to offer for each option.
  private static var values: String {
    var seen: Set<String> = []
    var lines: [String] = []
    for command in OptionTable.commands {
      for option in command.options {
        guard let kind = option.kind else { continue }
        // The forms are not the same for all commands.
        let isOwn = option.name == "--format"
        let pattern = isOwn ? "--format" : option.name
        guard !isOwn, seen.insert(pattern).inserted else { continue }
        lines.append("    \(pattern)) \(action(kind)) ;;\n")
      }
    }
    let formats = OptionTable.commands.map { command in
      "          \(command.name.rawValue)) "
        + "_symdemote_words \"$2\" '\(command.formats.map(\.rawValue).joined(separator: " "))' ;;\n"
    }.joined()
    return lines.map { "      \($0)" }.joined()
      + "          --format)\n            case $3 in\n"
      + formats.split(separator: "\n").map { "    \($0)\n" }.joined()
      + "            esac\n            ;;\n"
  }

  private static func action(_ kind: OptionValue) -> String {
    switch kind {
    case .words(let words): "_symdemote_words \"$2\" '\(words.joined(separator: " "))'"
    case .file: "_symdemote_files \"$2\""
    case .folder: "_symdemote_files \"$2\" -d"
    case .free: ":"
    case .listFile(let formats):
      "if [[ $2 == *:* ]]; then _symdemote_files \"${2#*:}\"; else _symdemote_files \"$2\"; "
        + "mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < "
        + "<(compgen -W '\(formats.map { $0 + ":" }.joined(separator: " "))' -- \"$2\"); "
        + "if [[ ${COMPREPLY[0]-} == *: ]]; then compopt -o nospace 2>/dev/null; fi; fi"
    }
  }
}

extension Option {
  /// Whether a sign stands between it and its value.
  var hasValueBehindSign: Bool { value != nil }
}
