// What a demotion changes in a process: `bindings --changes`, and a part of `plan` and `apply`.

public import LoaderModel

/// The references that come to something else.
public struct BindingChangesReport: ReportBody {
  private let changes: [BindingChange]
  private let before: ProcessRecord
  private let after: ProcessRecord

  /// What `changes` between two runs of a process.
  public init(_ changes: [BindingChange], before: ProcessRecord, after: ProcessRecord) {
    self.changes = changes
    self.before = before
    self.after = after
  }

  /// One reference a line, sorted by object and name; then the counts.
  public var text: String { rows + summary + "\n" }

  /// One reference a line, sorted by object and name.
  var rows: String {
    let cells = changes.map { change -> [String] in
      let binding = change.reference
      return [
        change.kind.rawValue, before.place(of: binding.reference).printable,
        binding.versionedName.printable, Self.target(change.before, before), "->",
        Self.target(change.after, after),
      ]
    }.sorted { $0[1...].lexicographicallyPrecedes($1[1...]) }
    return textTable(cells)
  }

  /// As ``rows``; but where there are many, a line for those of one object that go from the same
  /// object to the same.
  var groupedRows: String {
    guard changes.count > ChangeGroups.longestList else { return rows }
    let groups = Dictionary(grouping: changes) { change in
      Way(
        kind: change.kind, reference: change.reference.reference, before: End(change.before),
        after: End(change.after))
    }
    let rows = groups.map { way, changes -> (cells: [String], way: Way, names: [String]) in
      let cells = [
        way.kind.rawValue, before.place(of: way.reference).printable,
        Self.target(changes[0].before, before), "->", Self.target(changes[0].after, after),
      ]
      return (cells, way, changes.map(\.reference.versionedName.printable).sorted())
    }
    return rows.sorted { first, second in
      first.cells == second.cells
        ? first.way.reference.rawValue < second.way.reference.rawValue
        : first.cells.lexicographicallyPrecedes(second.cells)
    }.map { cells, _, names in
      let ways = "\(cells[0]) \(names.count)  \(cells[1]): \(cells[2...].joined(separator: " "))"
      return " \(ways)\n     \(nameSample(names, width: 94))\n"
    }.joined()
  }

  /// Where a reference ends, whatever that is called.
  private enum End: Hashable {
    case definition(LinkMapIndex)
    case itself
    case nothing
    case undefined
    case notLookedUp

    init(_ binding: Binding?) {
      switch binding?.target {
      case .definition(let map, _): self = .definition(map)
      case .itself: self = .itself
      case .nothing: self = .nothing
      case .undefined: self = .undefined
      case nil: self = .notLookedUp
      }
    }
  }

  /// Changes that are told in one line.
  private struct Way: Hashable {
    let kind: BindingChange.Kind
    let reference: LinkMapIndex
    let before: End
    let after: End
  }

  /// How many references are moved, lost and so on.
  public var summary: String {
    guard !changes.isEmpty else { return "no binding changes" }
    let kinds: [BindingChange.Kind] = [.moved, .lost, .undefined, .found, .unreached]
    let counts = kinds.compactMap { kind -> String? in
      let count = changes.count { $0.kind == kind }
      return count == 0 ? nil : "\(count) \(kind.rawValue)"
    }
    let verb = changes.count == 1 ? "1 binding changes" : "\(changes.count) bindings change"
    return "\(verb): \(counts.joined(separator: ", "))"
  }

  private static func target(_ binding: Binding?, _ process: ProcessRecord) -> String {
    guard let binding else { return "(not looked up)" }
    return switch binding.target {
    case .definition(let map, _): process.place(of: map).printable
    case .itself: process.place(of: binding.reference).printable
    case .nothing: "nothing"
    case .undefined: "UNDEFINED"
    }
  }

  /// The lines of `LD_DEBUG=bindings` that would go, with `-`, and that would come, with `+`.
  public func form(_ format: Format, at position: Int) -> OwnForm? {
    guard format == .ldDebug else { return nil }
    return OwnForm(
      bytes: loaderLog(changes.compactMap(\.before), in: before, sign: "-")
        + loaderLog(changes.compactMap(\.after), in: after, sign: "+"))
  }

  /// What loses its definition.
  public func highlight(in line: Substring) -> Highlight? { Self.highlight(in: line) }

  static func highlight(in line: Substring) -> Highlight? {
    line.firstWord(of: [
      BindingChange.Kind.lost.rawValue: .caution, BindingChange.Kind.undefined.rawValue: .alarm,
    ])
  }

  /// The same for machines.
  public var fields: [JSONField] {
    [
      JSONField(
        "binding_changes",
        .array(
          changes.map { change in
            let reference = change.reference
            return .object(
              [JSONField("kind", .string(change.kind.rawValue))]
                + before.fields("reference", reference.reference)
                + [
                  JSONField("namespace", .number(before[reference.reference].namespace)),
                  JSONField("name", .string(String(decoding: reference.name, as: UTF8.self))),
                  JSONField("name_bytes", .bytesUnlessText(reference.name)),
                  JSONField(
                    "version",
                    .optional(reference.version.map { String(decoding: $0.name, as: UTF8.self) })),
                ] + before.fields("before", change.before?.definer)
                + after.fields("after", change.after?.definer))
          }))
    ]
  }
}
