// A selection with something left out of it, or added: what a reader could write instead. What is
// left out is an option or a line as a whole, since a preset cannot be had without one of its names;
// but a list can be edited, unless it came through a pipe.

internal import ELFModel
internal import Policy
internal import Reporting

/// What a selection comes to for one file once it was changed.
struct SelectionChange {
  /// The options, lines and entries to leave out, each once.
  let removals: [SelectionRemoval]
  /// The line to add.
  let line: SelectionLine?
  /// The clauses; nil if they would contradict each other.
  let policy: ExportPolicy?
  /// Whether a command that demotes would take the selection: it demotes something somewhere.
  let demotes: Bool
}

/// A selection that can be changed, and what it comes to for one file.
struct ChangeableSelection {
  let selection: Selection
  let policy: FilePolicy

  /// The selection that says nothing.
  static var empty: ChangeableSelection {
    get throws {
      ChangeableSelection(
        selection: try Selection([], needing: .nothing),
        policy: FilePolicy(clauses: try ExportPolicy([]), origins: ClauseOrigins(), parts: []))
    }
  }

  /// The selection without the clauses at `positions` of the file's policy, and all that cannot
  /// stay without them; with `line` added.
  func change(leavingOut positions: [Int] = [], adding line: SelectionLine? = nil)
    -> SelectionChange
  {
    var removed: Set<ClauseOrigin> = []
    var removals: [SelectionRemoval] = []
    for position in positions {
      let (origins, removal) = leavingOut(policy.origins[position])
      removed.formUnion(origins)
      if !removals.contains(where: { $0.source == removal.source }) { removals.append(removal) }
    }
    let rest = zip(policy.clauses.clauses, policy.origins).filter { !removed.contains($0.1) }
      .map(\.0)
    let added = line.flatMap(clause).map { [$0] } ?? []
    return SelectionChange(
      removals: removals, line: line, policy: try? ExportPolicy(rest + added),
      demotes: selection.demotes(without: removed) || added.contains { $0.intent == .demote })
  }

  /// What goes with the clause at `origin`.
  private func leavingOut(_ origin: ClauseOrigin) -> (Set<ClauseOrigin>, SelectionRemoval) {
    let part = selection.parts[origin.part]
    let line = part.line(of: origin.clause)
    let removal = SelectionRemoval(text: line.text, location: line.location)
    guard case .clauses(let clauses) = part.content, !part.hasLineForEachClause else {
      return ([origin], removal)
    }
    let clause = clauses[origin.clause]
    let isEntry =
      line.keyword == .keepList && clause.location.map { !$0.isStandardInput } ?? false
    let origins = clauses.indices.filter { !isEntry || clauses[$0].source == clause.source }
      .map { ClauseOrigin(part: origin.part, clause: $0) }
    return (
      Set(origins),
      isEntry
        ? SelectionRemoval(text: clause.text, location: clause.location)
        : removal
    )
  }

  private func clause(of line: SelectionLine) -> Clause? {
    (try? Selector(typedName: line.value)).map { line.clause($0) }
  }
}
