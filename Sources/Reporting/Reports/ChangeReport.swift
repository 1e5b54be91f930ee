// What a demotion changes: the diff of the dynamic symbol table, the tables, the bytes. `plan`
// shows all of it, `apply` the summary, `diff` the same between any two files.

public import ELFModel

/// Why a symbol is as it is after a demotion.
public struct SymbolNote: Sendable, Equatable {
  /// What decided.
  public enum Cause: Sendable, Equatable {
    /// A clause demotes it.
    case demoted(clause: String)
    /// A clause demotes it, and `--force` lifted the rule that would have kept it.
    case forced(clause: String, rule: String, reason: String)
    /// A rule keeps it from a clause.
    case keptByRule(rule: String, reason: String)
    /// A clause keeps it.
    case keptByClause(clause: String)
    /// No clause speaks of it.
    case unselected
  }

  /// What decided.
  public let cause: Cause

  /// Memberwise.
  public init(_ cause: Cause) { self.cause = cause }

  var comment: String {
    switch cause {
    case .demoted(let clause): clause
    case .forced(let clause, let rule, let reason): "forced: \(clause) over \(rule): \(reason)"
    case .keptByRule(let rule, let reason): "kept: \(reason) [\(rule)]"
    case .keptByClause(let clause): "kept: \(clause)"
    case .unselected: "kept: not selected"
    }
  }
}

/// The change of one file.
public struct ChangeReport: ReportBody {
  /// How much of it people get to read.
  public enum Detail: Sendable {
    /// Every symbol.
    case full
    /// Counts, the symbols that a rule kept, and those that were forced.
    case summary
  }

  let before: String
  let after: String
  let changes: [SymbolChange]
  let notes: [SymbolIndex: SymbolNote]
  let tables: [TableChange]
  let fileSizes: (before: Int, after: Int)
  let detail: Detail

  /// The change from one image to another.
  ///
  /// - Parameters:
  ///   - before: the name of the file before.
  ///   - after: the name of the file after.
  ///   - notes: reasons, by the symbol's index before.
  ///   - tables: the tables that may change, with what does.
  ///   - fileSizes: the lengths of both files, in bytes.
  public init(
    before: String, after: String, changes: [SymbolChange], notes: [SymbolIndex: SymbolNote] = [:],
    tables: [TableChange], fileSizes: (before: Int, after: Int), detail: Detail
  ) {
    self.before = before
    self.after = after
    self.changes = changes
    self.notes = notes
    self.tables = tables
    self.fileSizes = fileSizes
    self.detail = detail
  }

  /// Whether anything differs.
  public var isChange: Bool { changedBytes > 0 || changes.contains(where: \.isChange) }

  private var exportCount: Int { changes.count { !($0.before?.symbol.isLocal ?? true) } }
  private var demotedCount: Int { changes.count(where: \.isDemotion) }
  private var changedBytes: Int { tables.reduce(0) { $0 + $1.changedBytes } }

  private func note(on change: SymbolChange) -> SymbolNote? {
    change.before.flatMap { notes[$0.index] }
  }

  /// The diff, or its summary.
  public var text: String {
    switch detail {
    case .full: "--- a/\(name(before))\n+++ b/\(name(after))\n" + symbolText + tableText
    case .summary: summaryText
    }
  }

  private func name(_ path: String) -> String {
    (path.hasPrefix("/") ? String(path.dropFirst()) : path).printable
  }

  private var symbolText: String {
    let kept = exportCount - demotedCount
    let header = "@@ .dynsym: \(exportCount) exports, \(demotedCount) demoted, \(kept) kept @@\n"
    return header + changes.map(lines).joined()
  }

  private func lines(_ change: SymbolChange) -> String {
    let comment = note(on: change).map { "  # \($0.comment.printable)" } ?? ""
    guard change.isChange else {
      return change.before.map { " \($0.line)\(comment)\n" } ?? ""
    }
    let removed = change.before.map { "-\($0.line)\n" } ?? ""
    let added = change.after.map { "+\($0.line)\(comment)\n" } ?? ""
    return removed + added
  }

  private var tableText: String {
    let changed = tables.count { $0.changedBytes > 0 }
    let size =
      fileSizes.before == fileSizes.after
      ? "stays \(fileSizes.after)" : "was \(fileSizes.before), is \(fileSizes.after)"
    let header =
      "@@ tables: \(changed) of \(tables.count) change, \(changedBytes) bytes; file size \(size) @@\n"
    return header
      + textTable(
        tables.map { table in
          [
            " " + table.name.printable, "at \(table.region.offset.hexadecimal)",
            "\(table.changedBytes) of \(table.region.byteCount) bytes change",
          ]
        })
  }

  private var summaryText: String {
    guard isChange else { return "\(before.printable): nothing to do\n" + remarkableText }
    return "\(after.printable): \(demotedCount) of \(exportCount) exports demoted, "
      + "\(changedBytes) bytes changed in \(tables.count { $0.changedBytes > 0 }) tables\n"
      + remarkableText
  }

  /// What was forced, name by name, and what rules kept, rule by rule.
  private var remarkableText: String {
    var forced = ""
    var kept: [(rule: String, reason: String, names: [String])] = []
    for change in changes {
      guard let note = note(on: change), let listed = change.either else { continue }
      switch note.cause {
      case .forced: forced += "  \(listed.line)  # \(note.comment.printable)\n"
      case .keptByRule(let rule, let reason):
        let place = kept.firstIndex { $0.rule == rule } ?? kept.count
        if place == kept.count { kept.append((rule, reason, [])) }
        kept[place].names.append(listed.versionedName.printable)
      case .demoted, .keptByClause, .unselected: continue
      }
    }
    return forced
      + kept.map { "  \($0.names.count) kept by \($0.rule): \($0.reason):\n    \(few($0.names))\n" }
      .joined()
  }

  private func few(_ names: [String]) -> String {
    let shown = names.prefix(12).joined(separator: " ")
    return names.count > 12 ? "\(shown) … (`symdemote plan` shows all)" : shown
  }

  /// The change for machines.
  public var fields: [JSONField] {
    [
      JSONField(
        "summary",
        .object([
          JSONField("exports", .number(exportCount)),
          JSONField("demoted", .number(demotedCount)),
          JSONField("kept", .number(exportCount - demotedCount)),
          JSONField("bytes_changed", .number(changedBytes)),
          JSONField("file_size", .number(fileSizes.after)),
        ])),
      JSONField("symbols", .array(changes.map(json))),
      JSONField(
        "tables",
        .array(
          tables.map {
            .object([
              JSONField("name", .string($0.name)),
              JSONField("offset", .hexadecimal(UInt64($0.region.offset))),
              JSONField("size", .number($0.region.byteCount)),
              JSONField("bytes_changed", .number($0.changedBytes)),
            ])
          })),
    ]
  }

  private func json(_ change: SymbolChange) -> JSONValue {
    .object(
      [
        JSONField("name", .string(change.either?.name ?? "")),
        JSONField("version", .optional(change.either?.version)),
        JSONField("changed", .bool(change.isChange)),
        JSONField("demoted", .bool(change.isDemotion)),
        JSONField("before", change.before.map { .object($0.fields) } ?? .null),
        JSONField("after", change.after.map { .object($0.fields) } ?? .null),
      ] + (note(on: change).map(Self.fields) ?? []))
  }

  private static func fields(_ note: SymbolNote) -> [JSONField] {
    func fields(
      _ cause: String, clause: String? = nil, rule: String? = nil, reason: String? = nil
    ) -> [JSONField] {
      [
        JSONField("cause", .string(cause)), JSONField("clause", .optional(clause)),
        JSONField("rule", .optional(rule)), JSONField("reason", .optional(reason)),
      ]
    }
    return switch note.cause {
    case .demoted(let clause): fields("demoted", clause: clause)
    case .forced(let clause, let rule, let reason):
      fields("forced", clause: clause, rule: rule, reason: reason)
    case .keptByRule(let rule, let reason): fields("kept-by-rule", rule: rule, reason: reason)
    case .keptByClause(let clause): fields("kept-by-clause", clause: clause)
    case .unselected: fields("unselected")
    }
  }
}

extension ListedSymbol {
  /// Letter and name, as nm shows them, and the visibility where it is not the usual one.
  var line: String {
    let visibility = symbol.visibility == .default ? "" : " [\(symbol.visibility.word)]"
    return "\(letter) \(versionedName.printable)\(visibility)"
  }
}
