// Completions for fish (complete(1) of fish).

internal import Commands

enum FishCompletion {
  static var text: String {
    let commands = OptionTable.commands
    let names = commands.map(\.name.rawValue).joined(separator: " ")
    let offered = commands.map { command in
      line("-n __symdemote_needs_command -f", "-a \(command.name.rawValue)", command.summary)
    }.joined()
    let topics = HelpTopic.allCases.map { topic in
      line("-n '__symdemote_has_command help' -f", "-a \(topic.rawValue)", topic.summary)
    }.joined()
    let presets = OptionTable.commands.flatMap(\.options).first { $0.name == "--preset" }
    let described =
      if case .words(let names) = presets?.kind {
        "complete -c symdemote -n '__symdemote_has_command help; "
          + "and contains -- presets (commandline -opc)' -f -a '\(names.joined(separator: " "))'\n"
      } else {
        ""
      }
    let helped = commands.map { command in
      line("-n '__symdemote_has_command help' -f", "-a \(command.name.rawValue)", command.summary)
    }.joined()
    // An option that says the same for several commands stands once.
    var rows: [String] = []
    var users: [String: [String]] = [:]
    for command in commands {
      for option in command.options {
        let row = words(for: option)
        if users[row] == nil { rows.append(row) }
        users[row, default: []].append(command.name.rawValue)
      }
    }
    let options = rows.map { row in
      let users = users[row] ?? []
      return
        "complete -c symdemote -n '__symdemote_has_command \(users.joined(separator: " "))' \(row)\n"
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

      \(offered)\(line("-n __symdemote_needs_command -f", "-a help", "say more about a command or a topic"))\
      \(line("-n __symdemote_needs_command -f", "-l help", "print what commands there are"))\
      \(line("-n __symdemote_needs_command -f", "-l version", "print the version"))\
      \(topics)\(helped)\(described)\(options)
      """
  }

  private static func line(_ condition: String, _ words: String, _ help: String) -> String {
    "complete -c symdemote \(condition) \(words) -d '\(quoted(help))'\n"
  }

  private static func quoted(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("'", with: "\\'")
  }

  private static func words(for option: Option) -> String {
    let values =
      switch option.kind {
      case nil: ""
      case .words(let words): " -x -a '\(words.joined(separator: " "))'"
      case .file: " -r -F"
      case .folder: " -x -a '(__fish_complete_directories (commandline -ct))'"
      case .free: " -x"
      case .listFile(let formats): " -r -F -a '\(formats.map { $0 + ":" }.joined(separator: " "))'"
      }
    // An optional value can only follow the sign.
    let optional = option.isValueOptional ? "" : values
    return "-l \(option.name.dropFirst(2))\(optional) -d '\(quoted(option.help))'"
  }
}
