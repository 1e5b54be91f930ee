// From a policy to the symbols that are demoted: the rules about the file speak first, then those
// about the processes it takes part in.

internal import Demotion
internal import ELFModel
internal import Hazards
internal import Policy
internal import Reporting

/// What is demoted in one file, and what that does to its processes.
struct Decision {
  /// The outcome for each symbol.
  let disposition: Disposition
  /// The file's tables with the demotion.
  let planned: DynamicImage
  /// What the demotion changes in each process.
  let impacts: [ProcessImpact]
  /// What is not known, and what to beware of.
  let warnings: [DecisionWarning]

  /// The same as messages.
  var messages: [Message] { warnings.map(\.message) }

  /// Decides about `image`.
  init(
    _ judgement: Judgement, by policy: ExportPolicy, in image: DynamicImage, force: Bool,
    _ surroundings: Surroundings?, _ packed: PackedObjections? = nil
  ) throws {
    let ownRules = RuleCatalog.objections(
      in: image, processIsKnown: surroundings?.areConclusive ?? false)
    let fileRules = { symbol in ownRules(symbol) ?? packed?[symbol] }
    var disposition = Disposition(
      judgement, by: policy, in: image, force: force, objections: fileRules)
    var planned = image.demoting(disposition.demoted)
    guard let surroundings else {
      (self.disposition, self.planned) = (disposition, planned)
      (impacts, warnings) = ([], [])
      return
    }
    // No round demotes what the first does not.
    let spelledOut = try surroundings.symbolsSpelledOut(among: disposition.demoted)
    var views = try surroundings.views(
      demoting: disposition.demoted, planned: planned, spelledOut: spelledOut)
    // What is kept may let a process come further, to other symbols that it needs. Each round keeps
    // more, so there is a last one.
    var kept: [SymbolIndex: Objection] = [:]
    while true {
      let processRules = ProcessRuleCatalog.objections(in: views)
      let count = kept.count
      for symbol in disposition.demoted where kept[symbol] == nil {
        kept[symbol] = processRules(symbol)
      }
      if kept.count == count { break }
      disposition = Disposition(
        judgement, by: policy, in: image, force: force,
        objections: { fileRules($0) ?? kept[$0] })
      planned = image.demoting(disposition.demoted)
      views = try surroundings.views(
        demoting: disposition.demoted, planned: planned, spelledOut: spelledOut)
    }
    (self.disposition, self.planned) = (disposition, planned)
    impacts = surroundings.impacts(views)
    warnings =
      surroundings.messages.map { DecisionWarning(rule: nil, message: $0) }
      + ProcessRuleCatalog.warnings(in: views).map { rule, symbols in
        DecisionWarning(rule, symbols, in: image)
      }
  }
}

/// Something to know of a decision beside its outcome.
struct DecisionWarning {
  /// The rule that warns; nil for what is not known.
  let rule: String?
  let message: Message
}

extension DecisionWarning {
  /// One warning for all symbols that a rule speaks of.
  fileprivate init(_ rule: ProcessRule, _ symbols: SymbolSet, in image: DynamicImage) {
    let naming = SymbolNaming(image)
    let names = few(Array(symbols).lazy.map(naming.versionedName(of:)), most: 6, separator: " ")
    self.rule = rule.id
    message = Message(.warning, "\(rule.reason) [\(rule.id)]: \(names)")
  }
}

extension DynamicImage {
  /// The tables with `symbols` demoted.
  func demoting(_ symbols: SymbolSet) -> DynamicImage {
    DemotionPlan(demoting: symbols, in: self).applied(to: self)
  }
}
