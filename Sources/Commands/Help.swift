// `--help`, from the option table.

internal import Reporting

enum Help {
  /// Help for the tool as a whole.
  static var overview: String {
    let commands = OptionTable.commands.map { command in
      let name = command.name.rawValue
      return "  \(name)\(padding(after: name, to: 10))\(command.summary)\n"
    }.joined()
    let topics = HelpTopic.allCases.map { topic in
      "  \(topic.rawValue)\(padding(after: topic.rawValue, to: 13))\(topic.summary)\n"
    }.joined()
    return """
      Usage: symdemote COMMAND [OPTION]… FILE…
      Demotes exported symbols of finished ELF files to local ones, so that libraries stop binding
      to a program's private copy of another library.

      Commands:
      \(commands)
      `symdemote COMMAND --help` says more about each. `symdemote --version` prints the version.

      Topics of `symdemote help TOPIC`:
      \(topics)
      \(OptionTable.exitCodes)

      """
  }

  /// Help for one command.
  static func text(for command: Command) -> String {
    let selection =
      switch command.selection {
      case .none: ""
      case .optional: " [SELECTION]"
      case .required: " SELECTION"
      }
    let options = command.optionGroups.map { title, options in
      "\n\(title):\n" + options.map(line).joined()
    }.joined()
    let notes = command.selection != .none ? "\n\(OptionTable.selectionNotes)\n" : ""
    let required = command.required.map { " \($0.name)" + ($0.value.map { "=\($0)" } ?? "") }
      .joined()
    return """
      Usage: symdemote \(command.name.rawValue)\(selection)\(required) [OPTION]… \(command.operands.synopsis)
      \(command.details)
      \(options)\(notes)
      \(OptionTable.exitCodes)

      """
  }

  private static func line(_ option: Option) -> String {
    let value = option.value.map { option.isValueOptional ? "[=\($0)]" : "=\($0)" } ?? ""
    return row(option.name + value, option.help, column: 26)
  }

  /// Names, and what there is to say of each from `column` on.
  static func table(_ rows: [(name: String, text: String)], column: Int) -> String {
    rows.map { row($0.name, $0.text, column: column) }.joined()
  }

  /// `text`, wrapped and indented.
  static func indented(_ text: String) -> String {
    wrapped(text, to: 98).map { "  \($0)\n" }.joined()
  }

  private static func row(_ name: String, _ text: String, column: Int) -> String {
    // A long name has its help below it.
    let start = name.count + 4 <= column ? padding(after: name, to: column - 2) : "\n"
    let indent = String(repeating: " ", count: column)
    return "  \(name)\(start)"
      + (start == "\n" ? indent : "")
      + wrapped(text, to: 100 - column).joined(separator: "\n" + indent) + "\n"
  }

  private static func padding(after text: String, to width: Int) -> String {
    String(repeating: " ", count: max(2, width - text.count))
  }
}
