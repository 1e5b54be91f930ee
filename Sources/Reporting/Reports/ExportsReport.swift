// `symdemote exports`: what a file offers, and what of it could be demoted.

public import ELFModel
internal import Hazards
public import Verification

/// The exports of one file.
public struct ExportsReport: ReportBody {
  private let heading: String?
  private let view: SymbolView
  private let entries: [(index: SymbolIndex, objection: Objection?)]
  /// What speaks against any edit of the file.
  private let obstacles: [(id: String, structure: String, reason: String)]

  /// The exports of `image`, each with the rule that keeps it, under `heading` if there is one.
  ///
  /// - Parameter contradictions: what the file's tables say against each other.
  public init(_ image: DynamicImage, heading: String?, contradictions: [Problem] = []) {
    self.heading = heading
    let obstacles = image.obstacles(converting: true)
    self.obstacles =
      obstacles.map { ($0.id, $0.structure, $0.reason) }
      + contradictions.map {
        ("contradiction", $0.structure, "the file contradicts itself: \($0.sentence)")
      }
    let view = SymbolView(image)
    let objection = RuleCatalog.objections(in: image)
    entries = image.exports.sorted {
      let (first, second) = (image.name(of: $0), image.name(of: $1))
      if first != second { return first.lexicographicallyPrecedes(second) }
      return (view.naming.version(of: $0) ?? "") < (view.naming.version(of: $1) ?? "")
    }.map { ($0, objection($0)) }
    self.view = view
  }

  /// A table, one export a line.
  public var text: String {
    let demotable = obstacles.isEmpty ? entries.count { $0.objection == nil } : 0
    let header = ["NAME", "TYPE", "BIND", "VISIBILITY", "SIZE", "DEMOTABLE"]
    let rows = entries.map { index, objection in
      let symbol = view.image[index]
      return [
        view.naming.versionedName(of: index).printable, symbol.type.word, symbol.binding.word,
        symbol.visibility.word, String(symbol.size), verdict(objection),
      ]
    }
    return (heading.map { "\($0.printable):\n" } ?? "") + textTable([header] + rows)
      + "\(entries.count) exports, \(demotable) demotable\n"
  }

  private func verdict(_ objection: Objection?) -> String {
    if let obstacle = obstacles.first { return "no: \(obstacle.reason)" }
    return objection.map { "no: \($0.reason) [\($0.id)]" } ?? "yes"
  }

  /// The same for machines.
  public var fields: [JSONField] {
    [
      JSONField("machine", .string(view.image.header.machine.name)),
      JSONField("type", .string(view.image.header.objectType.word)),
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

  private func json(_ index: SymbolIndex, _ objection: Objection?) -> JSONValue {
    .object(
      view.fields(index) + [
        JSONField("demotable", .bool(objection == nil && obstacles.isEmpty)),
        JSONField("rule", .optional(objection?.id)),
        JSONField("reason", .optional(objection?.reason ?? obstacles.first?.reason)),
      ])
  }
}
