// One symbol's explanation for people: a screen of labelled lines, each question in its place.

internal import ELFModel
internal import Hazards
internal import Policy

struct ExplanationText {
  private let explanation: SymbolExplanation
  private let report: ExplanationReport

  private static let width = 100
  private static let label = 10
  private static let referenceLimit = 12

  init(_ explanation: SymbolExplanation, in report: ExplanationReport) {
    self.explanation = explanation
    self.report = report
  }

  var text: String {
    block("symbol", identity) + block("outcome", [outcome]) + block("clauses", clauses)
      + block("rules", rules) + processes.map { block("process", $0) }.joined()
      + explanation.suggestions.map { block($0.goal == .keep ? "to keep" : "to demote", text($0)) }
      .joined()
  }

  /// `lines` behind a label, wrapped; nothing if there are none.
  private func block(_ label: String, _ lines: [String]) -> String {
    let indentation = String(repeating: " ", count: Self.label)
    return lines.flatMap { Self.wrapped($0, to: Self.width - Self.label) }.enumerated().map {
      let start = label + indentation.dropFirst(label.count)
      return ($0 == 0 ? start : indentation) + $1 + "\n"
    }.joined()
  }

  /// `line` in pieces of at most `width`, as far as it has spaces; what continues is set in.
  private static func wrapped(_ line: String, to width: Int) -> [String] {
    guard line.count > width else { return [line] }
    let indentation = String(line.prefix { $0 == " " })
    return Reporting.wrapped(line, to: width, first: indentation, rest: indentation + "  ")
  }

  // MARK: What it is

  private var identity: [String] {
    let symbol = explanation.symbol
    let entry = report.view.image[symbol]
    let name = report.view.naming.versionedName(of: symbol).printable
    let demangled = report.view.demangledName(symbol).map { ["stands for \($0.printable)"] } ?? []
    let bytes = entry.size == 1 ? "1 byte" : "\(entry.size) bytes"
    return [name] + demangled + [
      "\(entry.type.word) \(entry.binding.word) \(entry.visibility.word), \(bytes)",
      "entry \(symbol.position) of .dynsym, \(place)",
    ]
  }

  private var place: String {
    let entry = report.view.image[explanation.symbol]
    let value = entry.value.hexadecimal
    if entry.isCanonicalPLT { return "undefined, with its PLT entry at \(value)" }
    if entry.isUndefined { return "undefined" }
    if entry.isAbsolute { return "absolute, \(value)" }
    return (report.section(explanation.symbol).map { "\($0.printable) " } ?? "") + "at \(value)"
  }

  /// Whether the file only refers to it: it lends nobody anything.
  private var isReferredTo: Bool {
    let entry = report.view.image[explanation.symbol]
    return entry.isUndefined && !entry.isCanonicalPLT
  }

  // MARK: What becomes of it

  private var outcome: String {
    switch explanation.outcome {
    case .demoted: "demoted"
    case .forced: "demoted, by --force, although a rule objects"
    case .keptByClause: "stays exported: a clause keeps it"
    case .keptByRule:
      (isReferredTo ? "stays as it is" : "stays exported")
        + ": a rule keeps it although a clause demotes it"
    case .refused:
      "refused: it is to be demoted by its exact name, a rule keeps it, and so apply leaves the "
        + "whole file alone"
    case .unselected:
      report.hasSelection
        ? "stays exported: nothing selects it" : "stays exported: no selection is given"
    }
  }

  private var clauses: [String] {
    guard let deciding = explanation.clauses.first else { return [] }
    let standings = explanation.clauses.enumerated().map { place, clause in
      (place == 0 ? .decides : ClauseStanding(clause, to: deciding)).words(clause, deciding)
    }
    let sources = explanation.clauses.map(\.source.printable)
    let column = (sources.map(\.count).max() ?? 0) + 2
    let isTable = column + (standings.map(\.count).max() ?? 0) <= Self.width - Self.label
    return zip(sources, standings).flatMap { source, standing in
      isTable
        ? [source + String(repeating: " ", count: column - source.count) + standing]
        : [source, "  " + standing]
    }
  }

  private var rules: [String] {
    guard !explanation.rules.isEmpty else { return ["none speaks of it"] }
    return explanation.rules.flatMap { rule in
      let effect =
        switch rule.yieldsToForce {
        case true?: "keeps it, unless --force is given"
        case false?: "keeps it, even from --force"
        case nil: "warns"
        }
      return ["\(rule.id) \(effect)", "  " + rule.reason]
    }
  }

  // MARK: Whom it concerns

  private var processes: [[String]] {
    guard !explanation.processes.isEmpty else {
      let isLibrary = report.view.image.header.objectType == .sharedLibrary
      let advice = isLibrary ? "; name a program that loads the file: --in=PROGRAM" : ""
      return [["none is looked at\(advice)"]]
    }
    return explanation.processes.map(lines)
  }

  private func lines(_ process: ExplainedProcess) -> [String] {
    let program = process.program.printable
    guard process.hasFile else { return [program, "does not load the file"] }
    if isReferredTo { return [program] + definitions(process) }
    return [program] + references(process) + definitions(process)
  }

  private func references(_ process: ExplainedProcess) -> [String] {
    guard !process.references.isEmpty else {
      return ["no object refers to it; what is opened later has to be named: --dlopen=LIB"]
    }
    let heading =
      explanation.outcome.isDemotion
      ? "who refers to it, and to what then"
      : "who refers to it, and to what if it were demoted"
    let labels = ShortNames(process)
    let rows = process.references.prefix(Self.referenceLimit).map { reference in
      let targets = ([reference.before] + reference.after).map { target in
        target.map { $0 == reference.object ? "its own" : labels[$0] } ?? "nothing"
      }
      return [
        labels[reference.object], reference.kinds.joined(separator: ", "),
        "\(targets[0]) -> \(targets.dropFirst().joined(separator: ", "))",
      ]
    }
    let rest = process.references.count - rows.count
    return [heading] + table(rows) + (rest > 0 ? ["  and \(rest) more"] : [])
  }

  private func definitions(_ process: ExplainedProcess) -> [String] {
    guard !process.definitions.isEmpty else { return ["no other object defines it"] }
    let rows = process.definitions.prefix(Self.referenceLimit).map { definition in
      [
        definition.object.printable, definition.name.printable,
        definition.isNext ? "found next" : "",
      ]
    }
    let rest = process.definitions.count - rows.count
    return ["who else defines it"] + table(rows) + (rest > 0 ? ["  and \(rest) more"] : [])
  }

  /// `rows` in columns, or where they are too wide for that, each with its first cell on a line of
  /// its own.
  private func table(_ rows: [[String]]) -> [String] {
    let lines = textTable(rows).split(separator: "\n").map { line in
      "  " + String(line.reversed().drop { $0 == " " }.reversed())
    }
    if lines.allSatisfy({ $0.count <= Self.width - Self.label }) { return lines }
    return rows.flatMap { row in
      ["  " + row[0], "    " + row.dropFirst().filter { !$0.isEmpty }.joined(separator: "  ")]
    }
  }

  // MARK: What to write

  private func text(_ suggestion: ExplanationSuggestion) -> [String] {
    var lines: [String]
    switch suggestion.change {
    case .impossible(let reason): lines = ["nothing: \(reason)"]
    case .runOfItsOwn(let line, let count):
      lines = [
        "in a run of its own: \(shellCommand([line.optionWord, Array("--force".utf8)]))",
        "with the rest of the selection, --force would demote \(count) more that rules keep",
      ]
    case .selection(let edit): lines = text(edit, for: suggestion.goal)
    }
    if !suggestion.breaks.isEmpty {
      let names = suggestion.breaks.map { String(ShortNames.fileName($0)).printable }
      lines.append("which leaves references without a definition: \(few(names, most: 4))")
    }
    return lines
  }

  private func text(_ edit: SelectionEdit, for goal: Intent) -> [String] {
    let force = edit.force ? [Array("--force".utf8)] : []
    let words = (edit.line.map { [$0.optionWord] } ?? []) + force
    var lines = edit.without.map {
      ($0.location == nil ? "leave out " : "remove ") + $0.source.printable
    }
    if !words.isEmpty {
      let place =
        edit.hasSections ? "in a policy file, above its first section" : "in a policy file"
      let policy = edit.line.flatMap(\.policyLine).map {
        ", or \(place): \($0)" + (edit.force ? ", with --force" : "")
      }
      lines.append((edit.without.isEmpty ? "" : "add ") + shellCommand(words) + (policy ?? ""))
    }
    if edit.others > 0 {
      let verb = goal == .demote ? "demotes" : "keeps"
      lines.append("which \(verb) \(counted(edit.others, "other", "others")), too")
    }
    if edit.leavesNothing {
      lines.append("which leaves nothing to demote: plan and apply have nothing to do then")
    }
    return lines
  }
}

/// Short names for the objects of a process: the file name, or the path where two have the same.
private struct ShortNames {
  private var paths: [Substring: Set<String>] = [:]

  init(_ process: ExplainedProcess) {
    let references = process.references.flatMap { [$0.object, $0.before] + $0.after }
    for path in references.compactMap(\.self) + process.definitions.map(\.object) {
      paths[Self.fileName(path), default: []].insert(path)
    }
  }

  subscript(path: String) -> String {
    let name = Self.fileName(path)
    return (paths[name]?.count == 1 ? String(name) : path).printable
  }

  static func fileName(_ path: String) -> Substring {
    path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...]
  }
}
