// What to write for another outcome. Nothing is suggested that was not tried: each change of the
// selection is decided about as `apply` would, and the first that does it is taken.

internal import ELFModel
internal import Hazards
internal import Policy
internal import Reporting

/// Looks for a change of the selection that makes one symbol come out otherwise.
struct SuggestionFinder {
  let explainer: SymbolExplainer
  let symbol: SymbolIndex

  private var image: DynamicImage { explainer.image }

  /// What would change `outcome`.
  ///
  /// - Parameter objects: what would have references without a definition.
  func suggestions(
    for outcome: SymbolExplanation.Outcome, objections: [Objection], breaking objects: [String]
  ) throws -> [ExplanationSuggestion] {
    switch outcome {
    case .demoted, .forced: try [keeping()].compactMap(\.self)
    case .refused:
      try [keeping(), demoting(objections, objects)].compactMap(\.self)
    case .keptByClause, .keptByRule, .unselected:
      try [demoting(objections, objects)].compactMap(\.self)
    }
  }

  private func keeping() throws -> ExplanationSuggestion? {
    let changes = try changes(to: .keep)
    for change in changes where change.demotes {
      guard let policy = change.policy else { continue }
      let disposition = try decision(by: policy, force: explainer.isForced).disposition
      let isRefused = disposition.refused.contains { $0.symbol == symbol }
      if !disposition.demoted.contains(symbol), !isRefused {
        return suggestion(.keep, change, disposition)
      }
    }
    // All that would be demoted is asked for in the very place that asks for this symbol.
    return changes.first { !$0.demotes && $0.policy != nil }.map { change in
      ExplanationSuggestion(
        goal: .keep,
        change: .selection(SelectionEdit(without: change.removals, leavesNothing: true)))
    }
  }

  private func demoting(_ objections: [Objection], _ objects: [String]) throws
    -> ExplanationSuggestion?
  {
    if let firm = objections.first(where: { !$0.yieldsToForce }) {
      return ExplanationSuggestion(
        goal: .demote, change: .impossible(reason: "\(firm.reason) [\(firm.id)]"))
    }
    let changes = try changes(to: .demote)
    for force in explainer.isForced ? [true] : [false, true] {
      for change in changes {
        guard let policy = change.policy else { continue }
        let disposition = try decision(by: policy, force: force).disposition
        guard disposition.demoted.contains(symbol), !isNewlyRefused(disposition) else { continue }
        let others = disposition.forced.count { $0 != symbol }
        let addsForce = force && !explainer.isForced
        if addsForce, others > 0, let alone = try aloneByForce() {
          return ExplanationSuggestion(
            goal: .demote, change: .runOfItsOwn(alone, othersForced: others), breaks: objects)
        }
        return suggestion(.demote, change, disposition, force: addsForce, breaking: objects)
      }
    }
    return nil
  }

  private func suggestion(
    _ goal: Intent, _ change: SelectionChange, _ disposition: Disposition, force: Bool = false,
    breaking objects: [String] = []
  ) -> ExplanationSuggestion {
    let (now, then) = (explainer.decision.disposition.demoted, disposition.demoted)
    let others = (goal == .demote ? then : now).count { other in
      other != symbol && !(goal == .demote ? now : then).contains(other)
    }
    return ExplanationSuggestion(
      goal: goal,
      change: .selection(
        SelectionEdit(
          without: change.removals, adding: change.line, force: force, others: others,
          hasSections: explainer.selection.selection.hasSections)),
      breaks: objects)
  }

  /// The line that demotes the symbol, and no other that a rule keeps, if nothing else is selected.
  private func aloneByForce() throws -> SelectionLine? {
    let alone = try ChangeableSelection.empty
    for line in lines(.demote) {
      guard let policy = alone.change(adding: line).policy else { continue }
      let disposition = try decision(by: policy, force: true).disposition
      if disposition.demoted.contains(symbol),
        !disposition.forced.contains(where: { $0 != symbol }),
        disposition.refused.isEmpty
      {
        return line
      }
    }
    return nil
  }

  /// Whether a change makes the file be refused that was not so before.
  private func isNewlyRefused(_ disposition: Disposition) -> Bool {
    let known = explainer.decision.disposition.refused.map(\.symbol)
    return disposition.refused.contains { !known.contains($0.symbol) || $0.symbol == symbol }
  }

  private func decision(by policy: ExportPolicy, force: Bool) throws -> Decision {
    try Decision(
      try policy.judge(image), by: policy, in: image, force: force, explainer.surroundings)
  }

  // MARK: Changes of the selection

  /// Changes after which the clauses want `goal`, the smallest first.
  private func changes(to goal: Intent) throws -> [SelectionChange] {
    let clauses = explainer.policy.clauses
    let contrary = try explainer.policy.clauses(covering: symbol, in: image).filter {
      clauses[$0].intent != goal && clauses[$0].rank >= .exact
    }
    let lines = lines(goal)
    var candidates = ([nil] + lines).map { explainer.selection.change(adding: $0) }
    if !contrary.isEmpty {
      candidates += ([nil] + lines).map {
        explainer.selection.change(leavingOut: contrary, adding: $0)
      }
    }
    return try candidates.filter { change in
      guard let policy = change.policy else { return false }
      let deciding = try policy.clauses(covering: symbol, in: image).first.map {
        policy.clauses[$0].intent
      }
      // To be kept, a symbol needs no clause that says so; but something has to change.
      return goal == .demote
        ? deciding == .demote : !change.removals.isEmpty || change.line != nil
    }
  }

  /// Lines for the symbol alone: its name, unless others have it too; then with its version.
  private func lines(_ intent: Intent) -> [SelectionLine] {
    let keyword: SelectionKeyword = intent == .demote ? .demote : .keep
    let name = image.name(of: symbol)
    let version = SymbolNaming(image).versionOffset(of: symbol).map {
      image.strings.table.name(at: $0)
    }
    let isShared = image.exports.contains { $0 != symbol && image.name(of: $0) == name }
    let versions = version == nil ? [nil] : isShared ? [version] : [nil, version]
    return versions.map { SelectionLine(keyword, Selector.spelling(of: name, version: $0)) }
  }
}
