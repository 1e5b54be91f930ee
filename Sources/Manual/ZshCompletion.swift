// Completions for zsh (zshcompsys(1), "_arguments").

internal import Commands

enum ZshCompletion {
  static var text: String {
    let commands = OptionTable.commands
    let functions = commands.map { command in
      let options = command.options.map { "    \(specification(of: $0, command)) \\\n" }.joined()
      return """
        _symdemote_\(command.name.rawValue)() {
          _arguments -s -S \\
        \(options)    \(operands(of: command))
        }


        """
    }.joined()
    let described = commands.map { "    '\(quoted($0.name.rawValue, $0.summary))'\n" }.joined()
    let topics = HelpTopic.allCases.map { "    '\(quoted($0.rawValue, $0.summary))'\n" }.joined()
    return """
      #compdef symdemote
      # Completions of symdemote for zsh. Written by `make manual`.

      _symdemote_commands() {
        local -a commands=(
      \(described)    'help:say more about a command or a topic'
        )
        _describe -t commands command commands
      }

      _symdemote_topics() {
        local -a topics=(
      \(described)\(topics)  )
        _describe -t topics topic topics
      }

      _symdemote_presets() {
        local -a presets=(
      \(presets)  )
        _describe -t presets preset presets
      }

      # What follows a topic: only presets have names.
      _symdemote_details() {
        if [[ $words[2] == presets ]]; then
          _symdemote_presets
        else
          _message 'no more arguments'
        fi
      }

      _symdemote_lists() {
        if compset -P '*:'; then
          _files
        else
          local -a formats=(\(listFormats.joined(separator: " ")))
          _alternative 'formats:format:compadd -S : -a formats' 'files:file:_files'
        fi
      }

      # A library with flags behind colons.
      _symdemote_libraries() {
        if compset -P '*:'; then
          _message -e flags flag
        else
          _files
        fi
      }

      \(functions)_symdemote() {
        local curcontext=$curcontext state line
        typeset -A opt_args
        _arguments -C \\
          '(- *)--help[print what commands there are]' \\
          '(- *)--version[print the version]' \\
          '1:command:_symdemote_commands' \\
          '*::argument:->arguments'
        [[ $state == arguments ]] || return
        local command=$line[1]
        curcontext=${curcontext%:*:*}:symdemote-$command:
        if [[ $command == help ]]; then
          _arguments '1:topic:_symdemote_topics' '2:preset:_symdemote_details'
        elif (( $+functions[_symdemote_$command] )); then
          _symdemote_$command
        fi
      }

      if [[ $funcstack[1] == _symdemote ]]; then
        _symdemote "$@"
      else
        compdef _symdemote symdemote
      fi

      """
  }

  private static func quoted(_ name: String, _ text: String) -> String {
    "\(name):\(text.replacing(":", with: "\\:").replacing("'", with: "'\\''"))"
  }

  private static var listFormats: [String] {
    let lists = OptionTable.commands.flatMap(\.options).compactMap(\.kind)
    for case .listFile(let formats) in lists { return formats }
    return []
  }

  private static var presets: String {
    let presets = OptionTable.commands.flatMap(\.options).first { $0.name == "--preset" }
    guard case .words(let names) = presets?.kind else { return "" }
    return names.map { "    \($0)\n" }.joined()
  }

  private static func specification(of option: Option, _ command: Command) -> String {
    let repeated = option.isRepeatable ? "*" : option.name == "--help" ? "(- *)" : ""
    let help = option.help.replacing("\\", with: "\\\\").replacing("[", with: "\\[")
      .replacing("]", with: "\\]").replacing(":", with: "\\:")
    let name = option.name + (option.value == nil ? "" : option.isValueOptional ? "=-" : "=")
    guard let value = option.value else { return "'\(repeated)\(name)[\(shell(help))]'" }
    let title = value.prefix { $0 != "[" && $0 != "|" && $0 != "/" }.lowercased()
    let action =
      switch option.kind {
      case .words(let words):
        option.name == "--preset" ? "_symdemote_presets" : "(\(words.joined(separator: " ")))"
      case .folder: "_path_files -/"
      case .folders: "_dir_list"
      case .file: "_files"
      case .library: "_symdemote_libraries"
      case .listFile: "_symdemote_lists"
      case .free, nil: " "
      }
    // An optional value has two colons.
    let colon = option.isValueOptional ? "::" : ":"
    return
      "'\(repeated)\(name)[\(shell(help))]\(colon)\(title.isEmpty ? "value" : title):\(action)'"
  }

  private static func shell(_ text: String) -> String { text.replacing("'", with: "'\\''") }

  private static func operands(of command: Command) -> String {
    let names = command.operands.names
    if command.operands.isOpen { return "'*:\(names[0].lowercased()):_files'" }
    return names.enumerated().map { place, name in
      "'\(place + 1):\(name.lowercased()):\(name == "SYMBOL" ? " " : "_files")'"
    }.joined(separator: " \\\n    ")
  }
}
