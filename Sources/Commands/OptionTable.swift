// Every command and every option, once: the parser, `--help`, the manual and the completions of shells
// read this table.

internal import Policy
package import Reporting
internal import Storage

/// A long option.
package struct Option: Sendable {
  /// With its two dashes.
  package let name: String
  /// What the value is called in help; nil for an option without a value.
  package let value: String?
  /// Whether the value may be left out; it then cannot be a word of its own.
  package let isValueOptional: Bool
  /// Whether it may be given more than once.
  package let isRepeatable: Bool
  /// What it does, in one sentence.
  package let help: String

  init(
    _ name: String, value: String? = nil, isValueOptional: Bool = false, isRepeatable: Bool = false,
    _ help: String
  ) {
    self.name = name
    self.value = value
    self.isValueOptional = isValueOptional
    self.isRepeatable = isRepeatable
    self.help = help
  }
}

/// How many operands a command takes, and what they are called.
package struct Operands: Sendable {
  package let names: [String]
  /// Whether the last may be given more than once.
  package let isOpen: Bool

  static let files = Operands(names: ["FILE"], isOpen: true)
  static let file = Operands(names: ["FILE"], isOpen: false)
  static let program = Operands(names: ["PROGRAM"], isOpen: false)
  static let programs = Operands(names: ["PROGRAM"], isOpen: true)
  static let pair = Operands(names: ["BEFORE", "AFTER"], isOpen: false)
  static let reports = Operands(names: ["REPORT"], isOpen: true)
  static let symbol = Operands(names: ["SYMBOL", "FILE"], isOpen: false)

  var synopsis: String { names.joined(separator: " ") + (isOpen ? "…" : "") }
}

/// A command and what it accepts.
package struct Command: Sendable {
  package enum Name: String, Sendable, CaseIterable {
    case exports
    case plan
    case apply
    case check
    case verify
    case diff
    case undo
    case bindings
    case audit
    case policy
    case explain
    case report
    case wheel
  }

  /// Whether a command is told what to demote.
  package enum SelectionUse: Sendable {
    case none
    case optional
    case required
  }

  package let name: Name
  package let operands: Operands
  package let optionGroups: [(title: String, options: [Option])]
  /// What it does, in half a sentence.
  package let summary: String
  /// What it does, in a few sentences.
  package let details: String
  package let selection: SelectionUse
  package let formats: [Format]

  init(
    _ name: Name, _ operands: Operands, selection: SelectionUse = .none, process: Bool = false,
    writing: Bool = false, input: Bool = false, options: [Option],
    formats: [Format] = [.text, .json], summary: String,
    details: String
  ) {
    self.name = name
    self.operands = operands
    // What is about a list of files can be told in shards.
    self.formats = formats + (input ? [.jsonl] : [])
    self.selection = selection
    optionGroups = [
      (
        "Selection",
        selection == .none
          ? []
          : OptionTable.selection.filter { option in !options.contains { $0.name == option.name } }
      ),
      ("Files", input ? OptionTable.input : []),
      ("Process", process ? OptionTable.process : []),
      ("Writing", writing ? OptionTable.writing : []),
      (
        "Options",
        options + [OptionTable.format(self.formats), OptionTable.color, OptionTable.help]
      ),
    ].filter { !$0.1.isEmpty }
    self.summary = summary
    self.details = details
  }

  package var options: [Option] { optionGroups.flatMap(\.options) }

  /// Those without which it does nothing.
  package var required: [Option] { options.filter { $0.help.hasSuffix("; required") } }
}

package enum OptionTable {
  /// What can be said about names, in the order of the help.
  static let selectionLines = SelectionKeyword.allCases.map { keyword in
    Option(
      "--\(keyword.rawValue)", value: keyword.placeholder, isRepeatable: keyword.takesValue,
      keyword.help)
  }
  static let strict = Option(
    "--strict", "what matches no export is an error, and nothing is written")
  static let force = Option(
    "--force", "demote even where a safety rule objects; each name is listed")
  static let output = Option(
    "--output", value: "OUT", "leave FILE alone and write the result to OUT")
  static let undoFile = Option(
    "--undo-file", value: "U", "record in the new file U what `symdemote undo` needs")
  static let write = Option(
    "--write", value: WritingWay.allCases.map(\.rawValue).joined(separator: "|"),
    "replace the file in one step (auto, rename), or write into it, which is not atomic (inplace)")
  static let preserveDates = Option(
    "--preserve-dates", "keep the file's times of access and change")
  static let allowPrivileged = Option(
    "--allow-privileged", "edit setuid and setgid files and those with capabilities, too")
  static let allowSigned = Option(
    "--allow-signed", "edit files whose signature (IMA, EVM, fs-verity) then does not fit, too")
  static let backup = Option(
    "--backup", value: "CONTROL", isValueOptional: true,
    "keep a copy of what is replaced: none, simple, numbered or existing, as cp does")
  static let suffix = Option(
    "--suffix", value: "SUFFIX", "end the name of a simple backup with SUFFIX, not ~")
  static let writing = [write, preserveDates, allowPrivileged, allowSigned, backup, suffix]
  static let undoFrom = Option("--undo-file", value: "U", "the record that `apply` made; required")
  static let hideStatics = Option(
    "--symtab",
    "also make the entries of .symtab local that stand for local dynamic symbols, as nm shows them")
  static let convertRelocations = Option(
    "--convert-relocations",
    "make relocations against local symbols name none, as for loaders that look them up by name")
  static let remove = Option(
    "--remove", "take local symbols that nothing names out of .dynsym, and their names with them")
  static let dryRun = Option("--dry-run", "do as `symdemote plan` does: show, write nothing")
  static let verbose = Option(
    "--verbose", "list every symbol, where groups are shown because there are many")
  static let against = Option(
    "--against", value: "ORIGINAL",
    "also check that nothing but a demotion lies between ORIGINAL and FILE")
  static func format(_ formats: [Format]) -> Option {
    Option(
      formatName, value: formats.map(\.rawValue).joined(separator: "|"),
      "how to print the result (by default \(formats[0].rawValue))")
  }
  static let formatName = "--format"
  static let color = Option(
    "--color", value: ColorChoice.allCases.map(\.rawValue).joined(separator: "|"),
    "when to use colour: at a terminal (auto), always or never")
  static let help = Option("--help", "print this help")
  static let version = Option("--version", "print the version")

  static let selection = selectionLines + [strict, force]

  static let preload = Option(
    "--preload", value: "LIB", isRepeatable: true, "load LIB first, as LD_PRELOAD does")
  static let libraryPath = Option(
    "--library-path", value: "DIRS",
    "search DIRS, with colons between them, as LD_LIBRARY_PATH does")
  static let sysroot = Option(
    "--sysroot", value: "DIR", "find libraries, ld.so.cache and the loader below DIR")
  static let recursive = Option(
    "--recursive", "take the ELF files below each FILE that is a folder; links are not followed")
  static let filesFrom = Option(
    "--files-from", value: "LIST", "take the files that LIST names, one a line (-: standard input)")
  static let null = Option("--null", "names in LIST end with a zero byte, not with the line")
  static let jobs = Option(
    "--jobs", value: "N", "work on N files at once (by default as many as there are processors)")
  static let shard = Option(
    "--shard", value: "K/N",
    "work on every Nth file only, from the Kth on; `symdemote report` merges what N shards say")
  static let input = [recursive, filesFrom, null, jobs, shard]
  static let shardRecords = Option(
    "--shard-records", value: "DIR",
    "the folder in which the shards of one `apply` record what files were; empty, and theirs alone")
  static let merge = Option(
    "--merge", "put the reports of all shards of a run together; required")

  static let audit = Option(
    "--ld-audit", value: "LIB", isRepeatable: true, "load the auditor LIB, as LD_AUDIT does")
  static let lazy = Option(
    "--lazy", "PLT slots bind at their first --call, not when their object is loaded")
  static let dlopen = Option(
    "--dlopen", value: "LIB[:FLAG]…", isRepeatable: true,
    "then open LIB; flags: local global deepbind nodelete noload lazy now from=OBJECT")
  static let dlmopen = Option(
    "--dlmopen", value: "LIB[:FLAG]…", isRepeatable: true,
    "then open LIB in a new namespace, or in ns=N")
  static let dlclose = Option(
    "--dlclose", value: "LIB[:ns=N]", isRepeatable: true, "then close LIB")
  static let dlsym = Option(
    "--dlsym", value: "NAME[@VERSION][:FLAG]…", isRepeatable: true,
    "then look NAME up; flags: default next handle=LIB from=OBJECT ns=N")
  static let call = Option(
    "--call", value: "NAME[:from=OBJECT]", isRepeatable: true,
    "then call NAME for the first time through the PLT of OBJECT (with --lazy)")
  static let process = [
    preload, libraryPath, sysroot, audit, lazy, dlopen, dlmopen, dlclose, dlsym, call,
  ]

  static let inProgram = Option(
    "--in", value: "PROGRAM", isRepeatable: true,
    "also try the demotion in the process of PROGRAM, which loads FILE")
  static let noProcess = Option(
    "--no-process", "do not look at the process of an executable, only at FILE itself")
  static let after = Option("--after", "show the process as it would be after `apply`")
  static let changes = Option("--changes", "show only the bindings that `apply` would change")
  static let loaderLookups = Option(
    "--loader-lookups", "also show the names that the loader looks up for itself")

  static let withLibraries = Option(
    "--with", value: "DIR|LIB", isRepeatable: true,
    "also find what LIB, or a library below DIR, would lose to the program if it were opened")
  static let debugLog = Option(
    "--ld-debug", value: "LOG", isRepeatable: true,
    "diagnose what LD_DEBUG=bindings wrote to LOG instead of what the model says")
  static let explain = Option(
    "--explain", value: "NAME[@VERSION]",
    "tell who defines NAME, who asks for it and where it is found, before and after the cure")
  static let exitZero = Option("--exit-zero", "exit with 0 although there are findings")

  static let emit = Option(
    "--emit", value: ListingForm.allCases.map(\.rawValue).joined(separator: "|"),
    "list what stays exported, for the linker that makes FILE; list is symdemote's own form")
  static let suggest = Option(
    "--suggest", "write a policy from what an audit of each FILE finds")

  package static let commands: [Command] = [
    Command(
      .exports, .files, input: true, options: [],
      summary: "list what files export",
      details: """
        Prints each exported symbol with version, type, binding, visibility and size, and whether it
        could be demoted; if not, the rule that keeps it and why.
        """),
    Command(
      .plan, .files, selection: .required, process: true,
      writing: true, input: true,
      options: [
        inProgram, noProcess, convertRelocations, remove, hideStatics, output, undoFile,
        shardRecords, verbose,
      ],
      summary: "show what apply would do, and write nothing",
      details: """
        Prints a diff of the dynamic symbol table as nm(1) letters (-T name, +t name; kept symbols
        with the reason), the tables that would change and how many of their bytes. Exits with 3
        where apply would refuse, else with 1 if something would change, and with 0 if not.
        """),
    Command(
      .apply, .files, selection: .required, process: true,
      writing: true, input: true,
      options: [
        inProgram, noProcess, convertRelocations, remove, hideStatics, output, undoFile,
        shardRecords, dryRun, verbose,
      ],
      summary: "demote the selected exports",
      details: """
        Makes the selected exports local, in place, without moving a byte. The result is verified in
        memory before anything is written, and replaces the file in one step. Of a file with several
        names (hard links), name all, or the folder that holds all: each is replaced.
        """),
    Command(
      .check, .files, selection: .required, process: true, input: true,
      options: [inProgram, noProcess, exitZero], formats: [.text, .json, .github, .sarif],
      summary: "find exports that a policy does not allow, and those it misses",
      details: """
        Decides as plan does, and prints one line for each export that apply would demote, or refuse
        to, and for each that the selection names to be kept and FILE does not have; a selection may
        consist of --keep=NAME alone. What a rule keeps from a pattern is only counted.
        --format=github prints annotations for a workflow, --format=sarif what services for code
        scanning take. Exits 1 if there are findings. Writes nothing.
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
        Prints what BEFORE and AFTER export differently, as plan would show it if the one were made
        of the other, and which of their tables differ. Exits 1 if any does.
        """),
    Command(
      .undo, .files, writing: true, options: [undoFrom],
      summary: "put back what apply --undo-file recorded",
      details: """
        Restores FILE bit for bit. Refuses, with exit status 3, any file that is not exactly what
        the recorded edit made. Several operands are names (hard links) of one file.
        """),
    Command(
      .bindings, .program, selection: .optional, process: true,
      options: [after, changes, loaderLookups], formats: [.text, .json, .ldDebug],
      summary: "show what each reference of a process is bound to",
      details: """
        Models the dynamic linker; runs nothing. Prints every object of the process, how it was
        found, and what each of its references is bound to. What --dlopen and the options after it
        ask for happens in the order in which they are given. With --after, or --changes, the
        selection is demoted in PROGRAM first; the exit status of --changes is 1 if a binding
        changes.
        """),
    Command(
      .audit, .programs, selection: .optional, process: true, input: true,
      options: [withLibraries, debugLog, explain, exitZero],
      formats: [.text, .json, .github, .sarif, .dot, .mermaid, .html],
      summary: "find libraries that use another object's copy, and the cure",
      details: """
        Models the process of each PROGRAM, or reads the log of a real one, and finds references
        that belong to one object and go to another's copy of the name. Libraries split between two
        copies come first. The line that cures a collision was tried in the model. Exits 1 if there
        are findings. A selection goes with --explain, which then tells what that demotion would
        change, and not what the cure would. As --format=dot or mermaid the findings are a graph,
        for Graphviz or Mermaid.
        """),
    Command(
      .policy, .files, selection: .optional, process: true,
      options: [emit, suggest, inProgram, noProcess, withLibraries],
      summary: "turn a policy into a linker's input, or suggest one",
      details: """
        With --emit, prints what FILE exports when the selection is followed, rules included, in the
        form of a linker's option, so that the next link exports no more. A version script restricts
        what -rdynamic (--export-dynamic) exports; a dynamic list replaces that option, and cannot
        hide what a library of the link refers to or defines. With --suggest, prints a policy with
        the cures that `symdemote audit` finds, to be edited and kept.
        """),
    Command(
      .explain, .symbol, selection: .optional, process: true, options: [inProgram, noProcess],
      summary: "say why one symbol is kept or demoted, and how to change that",
      details: """
        Prints what SYMBOL is, what becomes of it under the selection, every clause that covers it
        and every rule that speaks of it, who binds to it and where they would go, and what to write
        to have it otherwise. SYMBOL is a name, NAME@VERSION, or a demangled C++ or Rust name, with
        or without its parameters. Changes nothing.
        """),
    Command(
      .report, .reports, options: [merge], formats: [.json, .jsonl],
      summary: "merge the reports of the shards of a run",
      details: """
        Reads what each shard of a run said (--shard=K/N --format=jsonl), in any order, and prints
        what the run without shards would have said, warnings included about what of a selection
        matches nothing. Exits as that run would; with 2, naming the file and the line, if a shard
        is missing, there twice, cut off, or of another run. A REPORT of - is standard input.
        """),
    wheel,
  ]

  package static let selectionNotes = """
    Of several options that cover the same name, an exact name decides before a library or a
    pattern, and these before * and --all; of equal rank, keep wins. What no option covers stays.
    """

  /// What each exit status means.
  package static func meaning(of status: ExitStatus) -> String {
    switch status {
    case .success: "done, or nothing to do"
    case .findings: "files would change or differ, or problems were found"
    case .trouble: "wrong usage, unreadable or unsupported input"
    case .refused: "refused by a safety rule; the file is untouched"
    case .unverified:
      "the result failed its verification; nothing was written, or the original put back"
    }
  }

  static var exitCodes: String {
    "Exit status:\n"
      + ExitStatus.allCases.map { "  \($0.rawValue)  \(meaning(of: $0))" }.joined(separator: "\n")
  }
}
