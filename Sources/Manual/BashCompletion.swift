// Completions for bash (Bash Reference Manual, "Programmable Completion"), with nothing from outside: they
// work with and without the package bash-completion.
//
// Readline parts words at what stands in COMP_WORDBREAKS: in a stock shell = : and @, which stand in values
// here, but in another shell perhaps none of them. So the words are put together again, what to offer is
// decided by them, and of each candidate readline gets the part that it replaces.

internal import Commands
internal import Reporting

enum BashCompletion {
  static var text: String {
    let commands = OptionTable.commands
    let names = commands.map(\.name.rawValue).joined(separator: " ")
    let topics = HelpTopic.allCases.map(\.rawValue).joined(separator: " ")
    let cases = commands.map { command in
      let options = command.options.map { $0.name + ($0.value == nil ? "" : "=") }
      return "    \(command.name.rawValue)) options='\(options.joined(separator: " "))' ;;\n"
    }.joined()
    return """
      # Completions of symdemote for bash. Written by `make manual`.
      # shellcheck shell=bash

      # Below, `current` is the word before the cursor, `kept` what readline leaves of it as it is, and `lead`
      # what stands in it before the value that is completed.

      # Puts the words before the cursor into `words`, without the last, which is `current`. $1 is the end of
      # it that readline replaces.
      _symdemote_split() {
        local rest=$COMP_LINE place gap
        words=()
        for ((place = 0; place <= COMP_CWORD; place++)); do
          gap=${rest%%[![:space:]]*}
          [[ $place == 0 || -n $gap ]] && words+=('')
          words[-1]+=${COMP_WORDS[place]}
          rest=${rest#"$gap"}
          rest=${rest#"${COMP_WORDS[place]}"}
        done
        current=${words[-1]}
        unset 'words[-1]'
        # Without what stands behind the cursor.
        local behind=$((${#COMP_LINE} - ${#rest} - COMP_POINT))
        if ((behind >= ${#current})); then
          current=''
        elif ((behind > 0)); then
          current=${current:0:${#current}-behind}
        fi
        kept=${current%"$1"}
        # Within quotes readline replaces what stands behind the first.
        quote=''
        if [[ $kept == *[\\"\\'] ]]; then
          quote=${kept: -1}
          kept=${kept%?}
          current=$kept$1
        fi
      }

      # Leaves of each candidate, behind `lead`, what readline puts in place.
      _symdemote_fit() {
        local place whole
        for place in "${!COMPREPLY[@]}"; do
          whole=$lead${COMPREPLY[place]}
          if [[ $whole == "$kept"* ]]; then
            COMPREPLY[place]=${whole#"$kept"}
          else
            unset "COMPREPLY[place]"
          fi
        done
      }

      # Offers the words $1.
      _symdemote_offer() {
        mapfile -t COMPREPLY < <(compgen -W "$1" -- "${current#"$lead"}")
        [[ ${COMPREPLY[0]-} == *[=:] ]] && compopt -o nospace 2>/dev/null
        _symdemote_fit
      }

      # Offers files, or with -d folders.
      _symdemote_files() {
        local value=${current#"$lead"} place file
        # No shell does this behind a sign.
        [[ -n $lead && $value == \\~/* ]] && value=$HOME${value#\\~}
        mapfile -t COMPREPLY < <(compgen "${1:--f}" -- "$value")
        if [[ $kept == "$lead" || -n $quote ]]; then
          compopt -o filenames 2>/dev/null
        else
          # What readline replaces is no name of a file: what it does for files is done here.
          compopt -o nospace 2>/dev/null
          for place in "${!COMPREPLY[@]}"; do
            file=${COMPREPLY[place]}
            printf -v "COMPREPLY[place]" %q "$file"
            if [[ -d $file ]]; then COMPREPLY[place]+=/; else COMPREPLY[place]+=' '; fi
          done
        fi
        _symdemote_fit
      }

      # Offers the formats of lists $1, and files.
      _symdemote_lists() {
        local value=${current#"$lead"} format formats
        for format in $1; do
          if [[ $value == "$format"* ]]; then
            lead+=$format
            _symdemote_files
            return
          fi
        done
        _symdemote_offer "$1"
        if ((${#COMPREPLY[@]} == 0)); then
          _symdemote_files
        else
          # What they begin with in common is a part of a format's name.
          formats=("${COMPREPLY[@]}")
          mapfile -t COMPREPLY < <(compgen -f -- "$value")
          _symdemote_fit
          COMPREPLY+=("${formats[@]}")
        fi
      }

      # Offers what the option $1 of the command $2 can be given.
      _symdemote_value() {
        case $1 in
      \(values)  esac
      }

      _symdemote() {
        local current kept quote lead='' options command word option='' operands=0 only=''
        local -a words
        COMPREPLY=()
        _symdemote_split "$2"
        command=${words[1]-}

        if ((${#words[@]} == 1)); then
          _symdemote_offer '\(names) help --help --version'
          return
        fi
        case $command in
          help)
            if ((${#words[@]} == 2)); then
              _symdemote_offer '\(names) \(topics)'
            elif ((${#words[@]} == 3)) && [[ ${words[2]} == presets ]]; then
              _symdemote_value --preset ''
            fi
            return
            ;;
      \(cases)    *) return ;;
        esac

        # What an option before it takes, and what stands behind --.
        for word in "${words[@]:2}"; do
          if [[ -n $option ]]; then
            option=''
          elif [[ -n $only || $word != -?* ]]; then
            ((++operands))
          else
            case $word in
              --) only=yes ;;
              \(valued.joined(separator: " | "))) option=$word ;;
            esac
          fi
        done

        if [[ -n $option ]]; then
          _symdemote_value "$option" "$command"
        elif [[ -z $only && $current == --*=* ]]; then
          lead=${current%%=*}=
          _symdemote_value "${current%%=*}" "$command"
        elif [[ -z $only && $current == -* ]]; then
          _symdemote_offer "$options"
        elif [[ $command == explain ]] && ((operands == 0)); then
          : # the name of a symbol
        else
          _symdemote_files
        fi
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
    for option in OptionTable.commands.flatMap(\.options) {
      // The forms are not the same for all commands.
      guard let kind = option.kind, option.name != "--format", seen.insert(option.name).inserted
      else { continue }
      if let action = action(kind) { lines.append("    \(option.name)) \(action) ;;\n") }
    }
    let formats = OptionTable.commands.map { command in
      "        \(command.name.rawValue)) "
        + "_symdemote_offer '\(command.formats.map(\.rawValue).joined(separator: " "))' ;;\n"
    }.joined()
    return lines.joined() + "    --format)\n      case $2 in\n\(formats)      esac\n      ;;\n"
  }

  private static func action(_ kind: OptionValue) -> String? {
    switch kind {
    case .words(let words): "_symdemote_offer '\(words.joined(separator: " "))'"
    case .file: "_symdemote_files"
    case .library: "[[ $current == *:* ]] || _symdemote_files"
    case .folder: "_symdemote_files -d"
    case .folders:
      "[[ ${current#\"$lead\"} == *:* ]] && lead=${current%:*}:; _symdemote_files -d"
    case .free: nil
    case .listFile(let formats):
      "_symdemote_lists '\(formats.map { $0 + ":" }.joined(separator: " "))'"
    }
  }
}
