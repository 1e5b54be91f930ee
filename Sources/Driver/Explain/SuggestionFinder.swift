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
    for change in try changes(to: .keep) {
      guard let policy = change.policy else { continue }
      let disposition = try decision(by: policy, force: explainer.isForced).disposition
      let isRefused = disposition.refused.contains { $0.symbol == symbol }
      if !disposition.demoted.contains(symbol), !isRefused {
        return ExplanationSuggestion(
          goal: .keep,
          change: .selection(without: change.without, adding: change.line, force: false))
      }
    }
    return nil
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
        return ExplanationSuggestion(
          goal: .demote,
          change: .selection(without: change.without, adding: change.line, force: addsForce),
          breaks: objects)
      }
    }
    return nil
  }

  /// The line that demotes the symbol, and no other that a rule keeps, if nothing else is selected.
  private func aloneByForce() throws -> SelectionLine? {
    for line in lines(.demote) {
      guard let clause = clause(of: line), let policy = try? ExportPolicy([clause]) else {
        continue
      }
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

  private struct Change {
    let without: [Clause]
    let line: SelectionLine?
    /// The selection with the change; nil if it would contradict itself.
    let policy: ExportPolicy?
  }

  /// Changes after which the clauses want `goal`, the smallest first.
  private func changes(to goal: Intent) throws -> [Change] {
    let clauses = explainer.policy.clauses
    let covering = try explainer.policy.clauses(covering: symbol, in: image).map { clauses[$0] }
    // A clause is taken out with all that stands in the same place.
    let contrary = Set(
      covering.filter { $0.intent != goal && $0.rank >= .exact }.map(\.source))
    let removed = clauses.filter { contrary.contains($0.source) }
    let remaining = clauses.filter { !contrary.contains($0.source) }
    let lines = lines(goal)
    var candidates = ([nil] + lines).map { line in change(clauses, [], line) }
    if !removed.isEmpty {
      var seen: Set<String> = []
      let shown = removed.filter { seen.insert($0.source).inserted }
      candidates += ([nil] + lines).map { line in change(remaining, shown, line) }
    }
    return try candidates.filter { change in
      guard let policy = change.policy else { return false }
      let deciding = try policy.clauses(covering: symbol, in: image).first.map {
        policy.clauses[$0].intent
      }
      return goal == .demote ? deciding == .demote : isWorthTrying(change)
    }
  }

  /// To be kept, a symbol needs no clause that says so; but something has to change.
  private func isWorthTrying(_ change: Change) -> Bool {
    !change.without.isEmpty || change.line != nil
  }

  private func change(_ clauses: [Clause], _ without: [Clause], _ line: SelectionLine?) -> Change {
    let added = line.flatMap(clause).map { [$0] } ?? []
    return Change(without: without, line: line, policy: try? ExportPolicy(clauses + added))
  }

  /// Lines for the symbol alone: its name, unless others have it too; then with its version.
  private func lines(_ intent: Intent) -> [SelectionLine] {
    let keyword: SelectionKeyword = intent == .demote ? .demote : .keep
    let name = Self.escaped(image.name(of: symbol), "*?[\\@")
    let version = SymbolNaming(image).versionOffset(of: symbol).map {
      name + [UInt8(ascii: "@")] + Self.escaped(image.strings.table.name(at: $0), "*?[\\")
    }
    let isShared = image.exports.contains {
      $0 != symbol && image.name(of: $0) == image.name(of: symbol)
    }
    let names = isShared && version != nil ? [version] : [name, version]
    return names.compactMap { $0.map { SelectionLine(keyword, $0) } }
  }

  private func clause(of line: SelectionLine) -> Clause? {
    (try? Selector(versionedGlob: line.value)).map { line.clause($0) }
  }

  /// `bytes` with a backslash before each of `special`, so that a pattern means them.
  private static func escaped(_ bytes: ArraySlice<UInt8>, _ special: String) -> [UInt8] {
    bytes.flatMap { special.utf8.contains($0) ? [UInt8(ascii: "\\"), $0] : [$0] }
  }
}
