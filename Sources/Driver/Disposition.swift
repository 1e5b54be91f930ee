// Policy proposes, rules object: what becomes of every symbol that a policy speaks of.

internal import ELFModel
internal import Hazards
internal import Policy
internal import Reporting

/// The outcome of policy and rules for one file.
struct Disposition {
  /// The symbols to demote.
  private(set) var demoted = SymbolSet()
  /// Why each symbol that the policy speaks of is as it is.
  private(set) var notes: SymbolNotes
  /// Those among them that a rule would have kept.
  private(set) var forced = SymbolSet()
  /// Symbols that were asked for by exact name and must stay.
  private(set) var refused: [(symbol: SymbolIndex, rule: Objection)] = []
  /// Families of which only a part is demoted, by force; each with a member that stays.
  private(set) var splitFamilies: [(rule: String, kept: SymbolIndex)] = []

  /// Weighs `judgement` against the rules, which speak of the symbols of `image`.
  ///
  /// A symbol that a pattern or a library caught stays if a rule objects; one asked for by its
  /// exact name makes the run refuse. `force` overrides every rule that yields to it.
  init(
    _ judgement: Judgement, by policy: ExportPolicy, in image: DynamicImage, force: Bool,
    objections objection: (SymbolIndex) -> Objection?
  ) {
    notes = SymbolNotes(tableOf: image.symbols.table.count, by: policy.clauses)
    for verdict in judgement.verdicts {
      switch (verdict.intent, verdict.clause) {
      case (.demote, let clause?):
        weigh(verdict, objection(verdict.symbol), clause, force)
      case (.keep, let clause?): notes.noteKept(verdict.symbol, by: clause)
      default: notes.noteUnselected(verdict.symbol)
      }
    }
    if force { findSplitFamilies(in: image, objection) }
  }

  private mutating func weigh(
    _ verdict: Verdict, _ rule: Objection?, _ clause: Int, _ force: Bool
  ) {
    let symbol = verdict.symbol
    guard let rule else {
      demoted.insert(symbol)
      notes.noteDemoted(symbol, by: clause)
      return
    }
    if force, rule.yieldsToForce {
      demoted.insert(symbol)
      forced.insert(symbol)
      notes.noteDemoted(symbol, by: clause, over: rule)
      return
    }
    notes.noteKept(symbol, by: rule)
    if let rank = verdict.rank, rank >= .exact, !force { refused.append((symbol, rule)) }
  }

  private mutating func findSplitFamilies(
    in image: DynamicImage, _ objection: (SymbolIndex) -> Objection?
  ) {
    for rule in RuleCatalog.all where rule.isFamily {
      let members = image.exports.filter { objection($0)?.id == rule.id }
      guard members.contains(where: demoted.contains) else { continue }
      if let kept = members.first(where: { !demoted.contains($0) }) {
        splitFamilies.append((rule.id, kept))
      }
    }
  }
}
