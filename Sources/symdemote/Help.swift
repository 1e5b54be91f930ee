// `--help`, from the option table.

enum Help {
  /// Help for the tool as a whole.
  static var overview: String {
    let commands = OptionTable.commands.map { command in
      let name = command.name.rawValue
      return "  \(name)\(padding(after: name, to: 10))\(command.summary)\n"
    }.joined()
    return """
      Usage: symdemote COMMAND [OPTION]… FILE…
      Demotes exported symbols of finished ELF files to local ones, so that libraries stop binding
      to a program's private copy of another library.

      Commands:
      \(commands)
      `symdemote COMMAND --help` says more about each. `symdemote --version` prints the version.

      \(OptionTable.exitCodes)

      """
  }

  /// Help for one command.
  static func text(for command: Command) -> String {
    let selection = command.takesSelection ? " SELECTION" : ""
    let options = command.options.map(line).joined()
    let notes = command.takesSelection ? "\n\(OptionTable.selectionNotes)\n" : ""
    return """
      Usage: symdemote \(command.name.rawValue)\(selection) [OPTION]… \(command.operands.synopsis)
      \(command.details)

      Options:
      \(options)\(notes)
      \(OptionTable.exitCodes)

      """
  }

  private static func line(_ option: Option) -> String {
    let name = option.value.map { "\(option.name)=\($0)" } ?? option.name
    return "  \(name)\(padding(after: name, to: 22))\(option.help)\n"
  }

  private static func padding(after text: String, to width: Int) -> String {
    String(repeating: " ", count: max(2, width - text.count))
  }
}
