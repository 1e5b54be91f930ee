// Policy proposes, rules object: what becomes of every symbol that a policy speaks of.

internal import ELFModel
internal import Hazards
internal import Policy
internal import Reporting

/// The outcome of policy and rules for one file.
struct Disposition {
  /// The symbols to demote.
  var demoted: Set<SymbolIndex> = []
  /// Why each export is as it is.
  var notes: [SymbolIndex: SymbolNote] = [:]
  /// Symbols that were asked for by exact name and must stay.
  var refused: [(symbol: SymbolIndex, rule: Rule)] = []

  /// Weighs `judgement` against the rules for `image`.
  ///
  /// A symbol that a pattern or a library caught stays if a rule objects; one asked for by its
  /// exact name makes the run refuse. `force` overrides every rule that yields to it.
  init(_ judgement: Judgement, by policy: ExportPolicy, in image: DynamicImage, force: Bool) {
    let objection = RuleCatalog.objections(in: image)
    for verdict in judgement.verdicts {
      let symbol = verdict.symbol
      let clause = verdict.clause.map { policy.clauses[$0].source } ?? ""
      switch verdict.intent {
      case nil: notes[symbol] = SymbolNote(.unselected)
      case .keep: notes[symbol] = SymbolNote(.keptByClause(clause: clause))
      case .demote:
        weigh(symbol, objection(symbol), clause: clause, isExact: verdict.rank == .exact, force)
      }
    }
  }

  private mutating func weigh(
    _ symbol: SymbolIndex, _ rule: Rule?, clause: String, isExact: Bool, _ force: Bool
  ) {
    guard let rule else {
      demoted.insert(symbol)
      notes[symbol] = SymbolNote(.demoted(clause: clause))
      return
    }
    if force, rule.yieldsToForce {
      demoted.insert(symbol)
      notes[symbol] = SymbolNote(.forced(clause: clause, rule: rule.id, reason: rule.reason))
      return
    }
    notes[symbol] = SymbolNote(.keptByRule(rule: rule.id, reason: rule.reason))
    if isExact, !force { refused.append((symbol, rule)) }
  }
}
