// The variables that a command looks at.

internal import Commands

enum Environment {
  private static let colour = [
    (
      "NO_COLOR",
      "If this is set to anything, `--color=auto` uses no colour."
    ),
    (
      "CLICOLOR_FORCE",
      "If this is set, and not to 0, `--color=auto` uses colour although no terminal reads it."
    ),
    ("TERM", "A terminal called `dumb` gets no colour, and no line that shows how far a run is."),
  ]

  private static let backups = [
    (
      "VERSION_CONTROL",
      "What kind of backup --backup makes where it has no value: `none`, `simple`, `numbered` or "
        + "`existing`."
    ),
    (
      "SIMPLE_BACKUP_SUFFIX", "What the name of a simple backup ends with, if no --suffix is given."
    ),
  ]

  /// The section for `command`; nil for the tool as a whole.
  static func section(for command: Command?) -> String {
    let writes = command?.options.contains { $0.name == "--backup" } ?? true
    return list(
      (colour + (writes ? backups : [])).map { ("Ev \($0.0)", mdoc($0.1)) })
      + (command?.options.contains { $0.name == "--preload" } ?? false
        ? ".Pp\n"
          + mdoc(
            "Variables that the loader of a process reads, such as LD_PRELOAD and LD_LIBRARY_PATH, are "
              + "not looked at: a process is described by options, so that its model is the same for "
              + "everybody.")
        : "")
  }
}
