// The variables that a command looks at.

internal import Commands

enum Environment {
  private struct Variable {
    let name: String
    let text: String
    /// Whether a command looks at it.
    let isRead: (Command) -> Bool

    init(_ name: String, _ text: String, _ isRead: @escaping (Command) -> Bool = { _ in true }) {
      (self.name, self.text, self.isRead) = (name, text, isRead)
    }

    /// A variable that goes with an option.
    init(_ name: String, _ text: String, with option: String) {
      self.init(name, text) { $0.options.contains { $0.name == option } }
    }
  }

  private static var variables: [Variable] {
    [
      Variable("NO_COLOR", "If this is set and not empty, `--color=auto` uses no colour."),
      Variable(
        "CLICOLOR_FORCE",
        "If this is set, and neither empty nor 0, `--color=auto` uses colour although no terminal reads "
          + "it."),
      Variable(
        "TERM",
        "A terminal called `dumb` gets no colour, and no line that shows how far a run is."),
      Variable(
        "VERSION_CONTROL",
        "What kind of backup --backup makes where it has no value: `none`, `simple`, `numbered` or "
          + "`existing`, or one of cp's other words for these.", with: "--backup"),
      Variable(
        "SIMPLE_BACKUP_SUFFIX",
        "What the name of a simple backup ends with, if no --suffix is given.", with: "--backup"),
      Variable(
        "PKG_CONFIG_PATH",
        "Folders, with colons between them, in which --demote-from and --keep-from look for a package "
          + "before those that pkg-config knows.", with: "--demote-from"),
      Variable(
        "PKG_CONFIG_LIBDIR", "Folders that take the place of those that pkg-config knows.",
        with: "--demote-from"),
      Variable(
        "PATH",
        "Where --ld-debug seeks a program that its log names without a folder.", with: "--ld-debug"),
      Variable(
        "TMPDIR",
        "Where the ELF files of a wheel are unpacked, in a folder that goes with the run; `/tmp` if it is "
          + "not set.", with: "--wheel-dir"),
    ]
  }

  /// The section for `command`; nil for the tool as a whole.
  static func section(for command: Command?) -> String {
    let read = variables.filter { variable in command.map(variable.isRead) ?? true }
    let models = command?.options.contains { $0.name == "--preload" } ?? false
    return list(read.map { ("Ev \($0.name)", mdoc($0.text)) })
      + (models ? ".Pp\n" + mdoc(loader) : "")
  }

  private static let loader = """
    Variables that the loader of a process reads, such as LD_PRELOAD and LD_LIBRARY_PATH, are not looked at: \
    a process is described by options, so that its model is the same for everybody.
    """
}
