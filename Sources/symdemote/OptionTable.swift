// Every command and every option, once: the parser, `--help`, and later man pages and completions
// read this table.

/// A long option.
struct Option {
  /// With its two dashes.
  let name: String
  /// What the value is called in help; nil for an option without a value.
  let value: String?
  /// Whether it may be given more than once.
  let isRepeatable: Bool
  /// What it does, in one sentence.
  let help: String

  init(_ name: String, value: String? = nil, isRepeatable: Bool = false, _ help: String) {
    self.name = name
    self.value = value
    self.isRepeatable = isRepeatable
    self.help = help
  }
}

/// How many operands a command takes, and what they are called.
struct Operands {
  let names: [String]
  let isOpen: Bool

  static let files = Operands(names: ["FILE"], isOpen: true)
  static let file = Operands(names: ["FILE"], isOpen: false)
  static let pair = Operands(names: ["BEFORE", "AFTER"], isOpen: false)

  var synopsis: String { names.joined(separator: " ") + (isOpen ? "…" : "") }
}

/// A command and what it accepts.
struct Command {
  enum Name: String, CaseIterable {
    case exports
    case plan
    case apply
    case verify
    case diff
    case undo
  }

  let name: Name
  let operands: Operands
  let options: [Option]
  let summary: String
  let details: String
  let takesSelection: Bool

  init(
    _ name: Name, _ operands: Operands, selection: Bool = false, options: [Option],
    summary: String, details: String
  ) {
    self.name = name
    self.operands = operands
    takesSelection = selection
    self.options = (selection ? OptionTable.selection : []) + options + OptionTable.common
    self.summary = summary
    self.details = details
  }
}

enum OptionTable {
  static let demote = Option(
    "--demote", value: "GLOB", isRepeatable: true,
    "demote the exports with this name or pattern (* ? [a-z] [!a])")
  static let demoteFrom = Option(
    "--demote-from", value: "LIB", isRepeatable: true,
    "demote every name that the library LIB.a or LIB.so defines")
  static let all = Option("--all", "demote every export that nothing keeps")
  static let keep = Option(
    "--keep", value: "GLOB", isRepeatable: true, "keep the exports with this name or pattern")
  static let keepFrom = Option(
    "--keep-from", value: "LIB", isRepeatable: true,
    "keep every name that the library LIB.a or LIB.so defines")
  static let force = Option(
    "--force", "demote even where a safety rule objects; each name is listed")
  static let output = Option(
    "--output", value: "OUT", "leave FILE alone and write the result to OUT")
  static let undoFile = Option(
    "--undo-file", value: "U", "record in the new file U what `symdemote undo` needs")
  static let undoFrom = Option("--undo-file", value: "U", "the record that `apply` made; required")
  static let dryRun = Option("--dry-run", "do as `symdemote plan` does: show, write nothing")
  static let against = Option(
    "--against", value: "ORIGINAL",
    "also check that nothing but a demotion lies between ORIGINAL and FILE")
  static let format = Option("--format", value: "text|json", "how to print the result (text)")
  static let help = Option("--help", "print this help")
  static let version = Option("--version", "print the version")

  static let selection = [demote, demoteFrom, all, keep, keepFrom, force]
  static let common = [format, help]

  static let commands: [Command] = [
    Command(
      .exports, .files, options: [],
      summary: "list what files export",
      details: """
        Prints each exported symbol with version, type, binding, visibility and size, and whether
        it could be demoted; if not, the rule that keeps it and why.
        """),
    Command(
      .plan, .files, selection: true, options: [output, undoFile],
      summary: "show what apply would do, and write nothing",
      details: """
        Prints a diff of the dynamic symbol table as nm(1) letters (-T name, +t name; kept symbols
        with the reason), the tables that would change and how many of their bytes. Exits as apply
        would: 3 on a refusal, else 1 if something would change, 0 if not.
        """),
    Command(
      .apply, .files, selection: true, options: [output, undoFile, dryRun],
      summary: "demote the selected exports",
      details: """
        Makes the selected exports local, in place, without moving a byte. The result is verified
        in memory before anything is written, and replaces the file in one step.
        """),
    Command(
      .verify, .file, options: [against],
      summary: "check every table of a file against every other",
      details: """
        Looks every export up as ld.so would, through each hash table, and checks symbol order,
        versions, relocations and section headers. Exits 1 if there are problems.
        """),
    Command(
      .diff, .pair, options: [],
      summary: "compare the exports of two files",
      details: """
        Prints the view of plan between any two files. Exits 1 if they differ.
        """),
    Command(
      .undo, .file, options: [undoFrom],
      summary: "put back what apply --undo-file recorded",
      details: """
        Restores FILE bit for bit. Refuses, with exit status 3, any file that is not exactly what
        the recorded edit made.
        """),
  ]

  static let selectionNotes = """
    Of several options that cover the same name, an exact name decides before a library or a
    pattern, and these before * and --all; of equal rank, keep wins. What no option covers stays.
    """

  static let exitCodes = """
    Exit status:
      0  done, or nothing to do
      1  files would change or differ, or problems were found
      2  wrong usage, unreadable or unsupported input
      3  refused by a safety rule; the file is untouched
      4  the result failed its verification; nothing was written
    """
}
