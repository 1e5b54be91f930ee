// One symbol after a decision: the clauses that cover it, the rules that would speak if it were
// demoted with the rest, and the processes with that demotion.

internal import ELFModel
internal import Hazards
internal import LoaderModel
internal import Policy
internal import Reporting
internal import Storage

/// Explains symbols of one file about which a decision was made.
struct SymbolExplainer {
  let image: DynamicImage
  let selection: ChangeableSelection
  let isForced: Bool
  let decision: Decision
  /// Its processes; nil if none is looked at.
  let surroundings: Surroundings?

  /// Explains what `decision` made of `judged`.
  init(_ judged: JudgedFile, by selection: Selection, decision: Decision, isForced: Bool) {
    image = judged.image
    self.selection = ChangeableSelection(selection: selection, policy: judged.policy)
    self.isForced = isForced
    self.decision = decision
    surroundings = judged.surroundings
  }

  /// The clauses that are for the file.
  var policy: ExportPolicy { selection.policy.clauses }

  /// All that is to be said of `symbol`.
  func explanation(of symbol: SymbolIndex) throws -> SymbolExplanation {
    let outcome = outcome(of: symbol)
    // A clause that could cover it does not have to speak of it: --all means exports.
    let isSpokenOf = decision.disposition.notes[symbol] != nil
    let clauses =
      isSpokenOf
      ? try policy.clauses(covering: symbol, in: image).map { policy.clauses[$0] } : []
    let fileRules = RuleCatalog.allObjections(
      to: symbol, in: image, processIsKnown: surroundings?.areConclusive ?? false)
    let isDemotable = fileRules.allSatisfy(\.yieldsToForce)
    let views = isDemotable ? try views(demoting: symbol) : []
    let processRules = ProcessRuleCatalog.rules(speakingOf: symbol, in: views)
    var objections =
      fileRules + processRules.filter { $0.effect == .objects }.map(\.objection)
    // The rule that decided saw more symbols demoted than there are in the end.
    if let deciding = decidingRule(on: symbol),
      !objections.contains(where: { $0.id == deciding.id })
    {
      objections.append(deciding)
    }
    let processes = surroundings.map { around in
      around.befores.enumerated().map { place, process in
        ExplainedProcess(
          of: symbol, in: image, around.identity, program: process.program.text,
          before: process.record, view: views.isEmpty ? nil : views[place])
      }
    }
    return SymbolExplanation(
      symbol: symbol, outcome: outcome, clauses: clauses,
      rules: objections.map(SpeakingRule.objects)
        + processRules.filter { $0.effect == .warns }.map {
          .warns(id: $0.id, reason: $0.reason)
        },
      processes: processes ?? [],
      suggestions: try SuggestionFinder(explainer: self, symbol: symbol).suggestions(
        for: outcome, objections: objections,
        breaking: (processes ?? []).flatMap(\.referencesLeftAlone)))
  }

  private func outcome(of symbol: SymbolIndex) -> SymbolExplanation.Outcome {
    if decision.disposition.refused.contains(where: { $0.symbol == symbol }) { return .refused }
    return switch decision.disposition.notes[symbol] {
    case .demoted: .demoted
    case .forced: .forced
    case .keptByClause: .keptByClause
    case .keptByRule: .keptByRule
    case .unselected, nil: .unselected
    }
  }

  /// The rule about processes that decided; nil if another kind of rule did, or none.
  private func decidingRule(on symbol: SymbolIndex) -> Objection? {
    switch decision.disposition.notes[symbol] {
    case .keptByRule(let id, _), .forced(_, let id, _):
      ProcessRuleCatalog.all.first { $0.id == id }?.objection
    case .demoted, .keptByClause, .unselected, nil: nil
    }
  }

  /// The processes in which `symbol` is demoted, and what else is.
  private func views(demoting symbol: SymbolIndex) throws -> [ProcessView] {
    guard let surroundings else { return [] }
    var demoted = decision.disposition.demoted
    demoted.insert(symbol)
    return try surroundings.views(
      demoting: demoted, planned: image.demoting(demoted),
      spelledOut: try surroundings.symbolsSpelledOut(among: [symbol]))
  }
}
