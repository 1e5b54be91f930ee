// Completions for fish (complete(1) of fish).

internal import Commands

enum FishCompletion {
  static var text: String {
    let commands = OptionTable.commands
    let names = commands.map(\.name.rawValue).joined(separator: " ")
    let offered = commands.map { command in
      line("-n __symdemote_needs_command -f", "-a \(command.name.rawValue)", command.summary)
    }.joined()
    let isTopic = "-n __symdemote_needs_topic -f"
    let topics =
      HelpTopic.allCases.map { line(isTopic, "-a \($0.rawValue)", $0.summary) }.joined()
      + commands.map { line(isTopic, "-a \($0.name.rawValue)", $0.summary) }.joined()
    let presets = OptionTable.commands.flatMap(\.options).first { $0.name == "--preset" }
    let described =
      if case .words(let names) = presets?.kind {
        "complete -c symdemote -n __symdemote_needs_preset -f -a '\(names.joined(separator: " "))'\n"
      } else {
        ""
      }
    // An option that says the same for several commands stands once.
    var rows: [String] = []
    var users: [String: [String]] = [:]
    for command in commands {
      for option in command.options {
        for row in self.rows(for: option) {
          if users[row] == nil { rows.append(row) }
          users[row, default: []].append(command.name.rawValue)
        }
      }
    }
    let options = rows.map { row in
      let condition = "__symdemote_has_command \((users[row] ?? []).joined(separator: " "))"
      return "complete -c symdemote -n '\(condition)\(row)\n"
    }.joined()
    return """
      # Completions of symdemote for fish. Written by `make manual`.

      set -g __symdemote_commands \(names) help

      function __symdemote_needs_command
          set -l words (commandline -opc)
          test (count $words) -eq 1
      end

      function __symdemote_has_command
          set -l words (commandline -opc)
          test (count $words) -gt 1; and contains -- $words[2] $argv
      end

      function __symdemote_needs_topic
          set -l words (commandline -opc)
          test (count $words) -eq 2; and test $words[2] = help
      end

      function __symdemote_needs_preset
          set -l words (commandline -opc)
          test (count $words) -eq 3; and test "$words[2..3]" = 'help presets'
      end

      # The first operand of explain.
      function __symdemote_needs_symbol
          __symdemote_has_command explain; or return
          set -l words (commandline -opc)
          for word in $words[3..]
              string match -q -- '-*' "$word"; or return
          end
      end

      function __symdemote_behind_colon
          set -l word (commandline -ct)
          string match -q -- '*:*' "$word"
      end

      \(offered)\(line("-n __symdemote_needs_command -f", "-a help", "say more about a command or a topic"))\
      \(line("-n __symdemote_needs_command -f", "-l help", "print what commands there are"))\
      \(line("-n __symdemote_needs_command -f", "-l version", "print the version"))\
      complete -c symdemote -n '__symdemote_has_command help' -f
      complete -c symdemote -n __symdemote_needs_symbol -f
      \(topics)\(described)\(options)
      """
  }

  private static func line(_ condition: String, _ words: String, _ help: String) -> String {
    "complete -c symdemote \(condition) \(words) -d '\(quoted(help))'\n"
  }

  private static func quoted(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("'", with: "\\'")
  }

  /// The rest of each line for `option`, from the end of its condition on.
  private static func rows(for option: Option) -> [String] {
    func row(_ values: String, _ condition: String = "") -> String {
      "\(condition)' -l \(option.name.dropFirst(2))\(values) -d '\(quoted(option.help))'"
    }
    switch option.kind {
    case nil: return [row("")]
    case .words(let words):
      // An optional value can only follow the sign.
      let choice = option.isValueOptional ? " -f" : " -x"
      return [row("\(choice) -a '\(words.joined(separator: " "))'")]
    case .file: return [row(" -r -F")]
    case .library:
      return [
        row(" -r -F", "; and not __symdemote_behind_colon"),
        row(" -x", "; and __symdemote_behind_colon"),
      ]
    case .folder, .folders:
      return [row(" -x -a '(__fish_complete_directories (commandline -ct))'")]
    case .free: return [row(" -x")]
    case .listFile(let formats):
      return [row(" -r -F -a '\(formats.map { $0 + ":" }.joined(separator: " "))'")]
    }
  }
}
