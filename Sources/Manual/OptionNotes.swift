// What a page says of an option beyond its help.

internal import Commands
internal import Hazards
internal import Reporting

enum OptionNotes {
  /// More lines of mdoc; empty if the help says it all.
  static func text(of option: Option, in command: Command) -> String {
    if option.name == "--format" {
      return list(
        command.formats.map { ("Cm \(escaped($0.rawValue, isCode: true))", mdoc($0.meaning)) })
    }
    // The same name, and another option.
    switch (option.name, command.name) {
    case ("--with", let name) where name != .audit && name != .policy: return ""
    case ("--undo-file", .undo): return ""
    default: break
    }
    return notes[option.name].map { mdoc($0, command.mdocWords) } ?? ""
  }

  /// The options of which there is a note; a test holds them against the table.
  static var named: [String] { notes.keys.sorted() }

  /// The rules that always hold.
  private static let lasting = RuleCatalog.all.filter { !$0.yieldsToForce }.map { "`\($0.id)`" }
    .formatted

  private static let notes: [String: String] = [
    "--demote-from": """
    Where a file has the library linked in, this needs no names at all, and nothing else changes. A soname is \
    looked up as the file's process would.
    """,
    "--keep-list": "The formats are in symdemote-policy(5).",
    "--preset": "The names of presets are in symdemote-policy(5).",
    "--policy": """
    Its form is told in symdemote-policy(5). Options on the command line count as lines of the same policy.
    """,
    "--colliding": """
    Left alone is what replaces a definition of the platform's, and what the other library defines weakly, \
    for somebody to replace.
    """,
    "--force": """
    A program may need what is forced: look at symdemote-explain(1) before. No force lifts the rules \
    \(lasting), since the result would be no working file. symdemote-policy(5) lists the rules.
    """,
    "--jobs": "Neither the result nor a byte of the report depends on it.",
    "--shard": """
    All shards are given the same files and options, and symdemote-report(1) merges what they print with \
    --format=jsonl. Those of `apply` share a folder, --shard-records, in which the others find what an edited \
    file was.
    """,
    "--recursive": """
    What is no ELF file, or has no dynamic symbols, is passed over, and so are backups and what a killed run left. \
    Each file is taken once, whatever its names.
    """,
    "--write": """
    A file with other names (hard links) that are not given, too, can only be written into. Until that is done, a \
    program that uses the file sees it half edited; what a killed run leaves so, the next one finishes or takes \
    back.
    """,
    "--backup": """
    Without a value, VERSION_CONTROL tells the kind, else it is `existing`: numbered where there are numbered ones \
    already, else simple.
    """,
    "--undo-file": "symdemote-undo(1) puts the file back with it, bit for bit.",
    "--in": """
    A shared library has no process of its own: this tells which programs use it. What they and their other \
    libraries need of it is then kept.
    """,
    "--convert-relocations": """
    Loaders of glibc and of musl since 1.1.24 need no conversion. Android's and that of 32-bit PowerPC do; what has \
    no form without a symbol stays exported there.
    """,
    "--remove": "The file keeps its size. Give --symtab in the same run or before.",
    "--symtab": "Debuggers still find the names.",
    "--dlsym": """
    `default` and `next` stand for RTLD_DEFAULT, which is what is meant without a flag, and RTLD_NEXT of \
    dlsym(3); with `handle=LIB` the name is looked up in LIB and what it needs.
    """,
    "--dlopen": """
    The flags are those of dlopen(3); `from=OBJECT` says who calls, by default the program.
    """,
    "--with": """
    Nothing of what is found there is opened in the model. It is read to see what it would lose if it were.
    """,
    "--ld-debug": """
    LOG is what a process wrote with LD_DEBUG=bindings, to standard error or, with LD_DEBUG_OUTPUT, to a file. \
    A run with LD_BIND_NOW=1 tells of every reference, one without of those that were used.
    """,
    "--explain": """
    The story goes with the formats text, json, jsonl and html. The others have room for findings only.
    """,
    "--color": """
    Colour is never put into a format for machines, and by itself neither into files nor into pipes. NO_COLOR and \
    CLICOLOR_FORCE are followed unless this option says `always` or `never`.
    """,
  ]
}

extension Format {
  /// What it is for.
  var meaning: String {
    switch self {
    case .text: "For people."
    case .json:
      "One JSON value for programs, as the schema `report-1.json` says, which is installed with the tool. "
        + "`format_version` has a new minor number when keys are added, and a new major one when readers "
        + "would break."
    case .jsonl:
      "Lines of JSON, as `report-line-1.json` says: one for what comes first, one for each file as it is "
        + "done, and one for the end, which tells that the report is whole."
    case .ldDebug:
      "Lines as LD_DEBUG=bindings writes them, byte for byte but sorted, for a comparison with a real process."
    case .github:
      "Annotations, which a workflow on GitHub shows beside the files of a change."
    case .sarif:
      "SARIF 2.1.0 for services that collect findings; fingerprints are made of names, so that they stay the "
        + "same wherever a build is made, and of paths only where names tell nothing apart. The first 25000 "
        + "findings of a run are told, which is what GitHub takes, and a warning counts the rest."
    case .dot:
      "A graph for Graphviz: a cluster for each object, captured references in red, and in broken red lines "
        + "those that would be captured if a library of --with were opened."
    case .html:
      "One page for a browser, which needs nothing else: the process as a drawing, before and after the "
        + "cure, and every captured reference."
    case .mermaid: "The same for Mermaid, folded where it would have more than 50 nodes."
    }
  }
}

extension [String] {
  /// `a, b and c`.
  fileprivate var formatted: String {
    count < 2 ? joined() : dropLast().joined(separator: ", ") + " and " + self[count - 1]
  }
}
