// `symdemote exports`: what a file offers, and what of it could be demoted.

public import ELFModel
public import Hazards

/// One export and what stands against its demotion.
public struct ExportEntry: Sendable {
  let listed: ListedSymbol
  /// The rule that keeps the symbol; nil if none does.
  public let objection: Rule?
}

/// The exports of one file.
public struct ExportsReport: ReportBody {
  private let heading: String?
  private let machine: String
  private let entries: [ExportEntry]
  private let obstacles: [Obstacle]

  /// The exports of `image`, each with the rule that keeps it, under `heading` if there is one.
  public init(_ image: DynamicImage, heading: String?) {
    self.heading = heading
    machine = image.header.machine.name
    obstacles = image.obstacles
    let objection = RuleCatalog.objections(in: image)
    let exports = Set(image.exports)
    entries = image.listedSymbols.filter { exports.contains($0.index) }
      .map { ExportEntry(listed: $0, objection: objection($0.index)) }
      .sorted {
        ($0.listed.name, $0.listed.version ?? "") < ($1.listed.name, $1.listed.version ?? "")
      }
  }

  /// A table, one export a line.
  public var text: String {
    let demotable = obstacles.isEmpty ? entries.count { $0.objection == nil } : 0
    let header = ["NAME", "TYPE", "BIND", "VISIBILITY", "SIZE", "DEMOTABLE"]
    let rows = entries.map { entry in
      let symbol = entry.listed.symbol
      return [
        entry.listed.versionedName.printable, symbol.type.word, symbol.binding.word,
        symbol.visibility.word, String(symbol.size), verdict(on: entry),
      ]
    }
    return (heading.map { "\($0.printable):\n" } ?? "")
      + textTable([header] + rows) + "\(entries.count) exports, \(demotable) demotable\n"
  }

  private func verdict(on entry: ExportEntry) -> String {
    if let obstacle = obstacles.first { return "no: \(obstacle.reason)" }
    return entry.objection.map { "no: \($0.reason) [\($0.id)]" } ?? "yes"
  }

  /// The same for machines.
  public var fields: [JSONField] {
    [
      JSONField("machine", .string(machine)),
      JSONField(
        "obstacles",
        .array(
          obstacles.map {
            .object([
              JSONField("id", .string($0.id)), JSONField("structure", .string($0.structure)),
              JSONField("reason", .string($0.reason)),
            ])
          })),
      JSONField("exports", .array(entries.map(json))),
    ]
  }

  private func json(_ entry: ExportEntry) -> JSONValue {
    .object(
      entry.listed.fields + [
        JSONField("demotable", .bool(entry.objection == nil && obstacles.isEmpty)),
        JSONField("rule", .optional(entry.objection?.id)),
        JSONField("reason", .optional(entry.objection?.reason ?? obstacles.first?.reason)),
      ])
  }
}

extension ListedSymbol {
  /// The symbol's properties for machines.
  var fields: [JSONField] {
    [
      JSONField("name", .string(name)),
      JSONField("version", .optional(version)),
      JSONField("type", .string(symbol.type.word)),
      JSONField("binding", .string(symbol.binding.word)),
      JSONField("visibility", .string(symbol.visibility.word)),
      JSONField("value", .hexadecimal(symbol.value)),
      JSONField("size", .number(Int(clamping: symbol.size))),
    ]
  }
}

/// Columns aligned to their widest cell; the last one runs free.
func textTable(_ rows: [[String]]) -> String {
  guard let columns = rows.first?.count else { return "" }
  let widths = (0..<columns).map { column in rows.map { $0[column].count }.max() ?? 0 }
  return rows.map { row in
    row.enumerated().map { column, cell in
      column + 1 == columns
        ? cell : cell + String(repeating: " ", count: widths[column] - cell.count + 2)
    }.joined() + "\n"
  }.joined()
}
