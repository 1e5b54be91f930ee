// What a demotion changes: the diff of the dynamic symbol table, the tables, the bytes. `plan`
// shows all of it, `apply` the summary, `diff` the same between any two files.

public import ELFModel

/// The change of one file.
public struct ChangeReport: ReportBody {
  /// How much of it people get to read.
  public enum Detail: Sendable {
    /// Every symbol.
    case full
    /// Every symbol while they are few, else groups of them.
    case grouped
    /// Counts, the symbols that a rule kept, and those that were forced.
    case summary
  }

  /// A file on one side of the change.
  public struct Side: Sendable {
    let name: String
    let image: DynamicImage
    let size: Int

    /// The file called `name`, which reads as `image` and has `size` bytes.
    public init(name: String, image: DynamicImage, size: Int) {
      self.name = name
      self.image = image
      self.size = size
    }
  }

  /// What followed the demotion.
  public struct Finishing: Sendable, Equatable {
    let converted: Int?
    let left: Int
    let removed: Int?

    /// How many relocations name no symbol any more, and how many still name a local one; how many
    /// symbols are gone. What was not asked for is nil.
    public init(converted: Int?, left: Int, removed: Int?) {
      self.converted = converted
      self.left = left
      self.removed = removed
    }
  }

  let before: Side
  let after: Side
  let notes: SymbolNotes?
  let impacts: [ProcessImpact]
  let tables: [TableChange]
  let hiddenStaticSymbols: Int?
  let finishing: Finishing?
  let detail: Detail

  /// The change from one file to another, `notes` saying why, `tables` where, `impacts` what it
  /// does to processes; `hiddenStaticSymbols` is how many entries of `.symtab` become local, nil if
  /// it is left alone.
  public init(
    from before: Side, to after: Side, notes: SymbolNotes? = nil, impacts: [ProcessImpact] = [],
    tables: [TableChange], finishing: Finishing? = nil, hiddenStaticSymbols: Int? = nil,
    detail: Detail
  ) {
    self.before = before
    self.after = after
    self.notes = notes
    self.impacts = impacts
    self.tables = tables
    self.hiddenStaticSymbols = hiddenStaticSymbols
    self.finishing = finishing
    self.detail = detail
  }

  /// Whether any table differs.
  public var isChange: Bool { changedBytes > 0 }

  private var changedBytes: Int { tables.reduce(0) { $0 + $1.changedBytes } }

  private var diff: SymbolDiff {
    SymbolDiff(from: before.image, to: after.image, alsoListing: notes?.symbols ?? [])
  }

  /// The diff, or its summary.
  public var text: String {
    switch detail {
    case .full: diffText(isGrouped: false)
    case .grouped: diffText(isGrouped: true)
    case .summary: summaryText
    }
  }

  /// The lines of the diff by their first character, as diff(1) colours them.
  public func highlight(in line: Substring) -> Highlight? {
    switch line.first {
    case "-": Highlight(line.hasPrefix("--- ") ? .heading : .removed, line)
    case "+": Highlight(line.hasPrefix("+++ ") ? .heading : .added, line)
    case "@": Highlight(.place, line)
    default: BindingChangesReport.highlight(in: line)
    }
  }

  private func diffText(isGrouped: Bool) -> String {
    let diff = diff
    let isLong = diff.pairs.count > ChangeGroups.longestList
    let groups = isGrouped && isLong ? notes.map { ChangeGroups(diff, $0) } : nil
    let exports = before.image.exports.count
    let (demoted, removed) = diff.lostExports
    let added = diff.addedExports
    return "--- a/\(Self.name(before))\n+++ b/\(Self.name(after))\n"
      + "@@ .dynsym: \(exports) exports, \(demoted) demoted, "
      + (removed > 0 ? "\(removed) of them removed, " : "") + "\(exports - demoted) kept"
      + (added > 0 ? ", \(added) added" : "")
      + (groups == nil ? " @@\n" : "; --verbose lists them @@\n")
      + (groups?.text ?? diff.pairs.map { lines($0, of: diff) }.joined())
      + (finishing.map { $0.text(indent: "@@ ", end: " @@") } ?? "") + tableText
      + impacts.map { $0.text(isGrouped: isGrouped) }.joined()
  }

  private static func name(_ side: Side) -> String {
    (side.name.hasPrefix("/") ? String(side.name.dropFirst()) : side.name).printable
  }

  private func lines(_ pair: SymbolPair, of diff: SymbolDiff) -> String {
    let note = pair.before.flatMap { notes?[$0] }
    let readable = pair.before.flatMap(diff.before.demangledName)
    let (old, new) = (pair.before.map(diff.before.line), pair.after.map(diff.after.line))
    // What the lines do not show.
    let difference = old == new ? diff.difference(pair) : ""
    let remarks = [note?.comment, readable, difference].compactMap { $0?.printable }
      .filter { !$0.isEmpty }
    let comment = remarks.isEmpty ? "" : "  # " + remarks.joined(separator: "; ")
    let isSame = !diff.isChange(pair) || old == new && diff.isMove(pair)
    guard !isSame else { return old.map { " \($0)\(comment)\n" } ?? "" }
    // A symbol that is gone has no second line to say why.
    return (old.map { "-\($0)\(new == nil ? comment : "")\n" } ?? "")
      + (new.map { "+\($0)\(comment)\n" } ?? "")
  }

  private var tableText: String {
    let changed = tables.count { $0.changedBytes > 0 }
    let size =
      before.size == after.size ? "stays \(after.size)" : "was \(before.size), is \(after.size)"
    let heading =
      (hiddenStaticSymbols.map {
        "@@ .symtab: \(entries($0)) \($0 == 1 ? "becomes" : "become") local @@\n"
      } ?? "")
      + "@@ tables: \(changed) of \(tables.count) change, \(changedBytes) bytes; file size \(size) @@\n"
    let rows = tables.filter { $0.changedBytes > 0 }.map { table in
      [
        " " + table.name.printable, "at \(table.region.offset.hexadecimal)",
        "\(table.changedBytes) of \(table.region.byteCount) bytes change",
      ]
    }
    return heading + textTable(rows)
  }

  private var summaryText: String {
    guard isChange else {
      let copy = after.name == before.name ? "" : "; \(after.name.printable) is an unchanged copy"
      return "\(before.name.printable): nothing to do\(copy)\n" + remarkableText
    }
    let exports = before.image.exports.count
    let demoted = exports - after.image.exports.count
    let hidden = hiddenStaticSymbols.map { " and \(entries($0)) of .symtab hidden" } ?? ""
    return "\(after.name.printable): \(demoted) of \(exports) exports demoted\(hidden), "
      + "\(changedBytes) bytes changed in \(tables.count { $0.changedBytes > 0 }) tables\n"
      + (finishing.map { $0.text(indent: "  ", end: "") } ?? "")
      + impacts.map { "  in the process of \($0.program.printable): \($0.changes.summary)\n" }
      .joined()
      + remarkableText
  }

  private func entries(_ count: Int) -> String { counted(count, "entry", "entries") }

  /// What was forced, name by name, and what rules kept, rule by rule.
  private var remarkableText: String {
    guard let notes else { return "" }
    let view = SymbolView(before.image)
    let forced = notes.forced.compactMap { symbol -> String? in
      guard case .forced(let clause, let rule, _) = notes[symbol] else { return nil }
      return "  \(view.line(symbol))  # forced: \(clause.printable) over \(rule)\n"
    }
    return forced.joined()
      + notes.keptByRule.map { rule, reason, symbols in
        let names = symbols.map { view.naming.versionedName(of: $0).printable }.sorted()
        return "  \(names.count) kept by \(rule): \(reason):\n    \(Self.beginning(of: names))\n"
      }.joined()
  }

  private static func beginning(of names: [String]) -> String {
    let shown = names.prefix(12).joined(separator: " ")
    return names.count > 12 ? "\(shown) … (`symdemote plan --verbose` shows all)" : shown
  }

  /// The change for machines.
  public var fields: [JSONField] {
    let diff = diff
    let exports = before.image.exports.count
    let (demoted, removed) = diff.lostExports
    return [
      JSONField("before", .string(before.name)),
      JSONField("after", .string(after.name)),
      JSONField(
        "summary",
        .object([
          JSONField("exports", .number(exports)),
          JSONField("demoted", .number(demoted)),
          JSONField("removed", .number(removed)),
          JSONField("kept", .number(exports - demoted)),
          JSONField("added", .number(diff.addedExports)),
          JSONField("symtab_hidden", hiddenStaticSymbols.map { .number($0) } ?? .null),
          JSONField("bytes_changed", .number(changedBytes)),
          JSONField("file_size", .number(after.size)),
        ])),
      JSONField("symbols", .array(diff.pairs.map { json($0, of: diff) })),
      JSONField("tables", .array(tables.map(Self.json))),
      JSONField("finishing", finishing?.json ?? .null),
      JSONField("processes", .array(impacts.map(\.json))),
    ]
  }

  private func json(_ pair: SymbolPair, of diff: SymbolDiff) -> JSONValue {
    let old = pair.before.map(diff.before.fields)
    let new = pair.after.map(diff.after.fields)
    let note = pair.before.flatMap { notes?[$0] }
    return .object(
      Array((old ?? new ?? []).prefix(3)) + [
        JSONField("changed", .bool(diff.isChange(pair))),
        JSONField("demoted", .bool(diff.isDemotion(pair) || diff.isRemoval(pair))),
        JSONField("removed", .bool(diff.isRemoval(pair))),
        JSONField("before", old.map(JSONValue.object) ?? .null),
        JSONField("after", new.map(JSONValue.object) ?? .null),
      ] + (note?.fields ?? []))
  }

  private static func json(_ table: TableChange) -> JSONValue {
    .object([
      JSONField("name", .string(table.name)),
      JSONField("offset", .hexadecimal(UInt64(table.region.offset))),
      JSONField("size", .number(table.region.byteCount)),
      JSONField("bytes_changed", .number(table.changedBytes)),
    ])
  }
}

extension ChangeReport.Finishing {
  /// A line for each step.
  fileprivate func text(indent: String, end: String) -> String {
    var lines: [String] = []
    if let converted {
      let rest = left == 0 ? "none still names" : "\(left) still name"
      lines.append(
        "\(counted(converted, "relocation", "relocations")) converted, \(rest) a local symbol")
    }
    if let removed { lines.append("\(counted(removed, "symbol", "symbols")) removed from .dynsym") }
    return lines.map { "\(indent)\($0)\(end)\n" }.joined()
  }

  fileprivate var json: JSONValue {
    .object([
      JSONField("relocations_converted", converted.map(JSONValue.number) ?? .null),
      JSONField("relocations_left", .number(left)),
      JSONField("symbols_removed", removed.map(JSONValue.number) ?? .null),
    ])
  }
}
