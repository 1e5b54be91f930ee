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
  /// What the demotion changes in each process.
  let impacts: [ProcessImpact]
  /// What is not known, and what to beware of.
  let messages: [Message]

  /// Decides about `image`.
  init(
    _ judgement: Judgement, by policy: ExportPolicy, in image: DynamicImage, force: Bool,
    _ surroundings: Surroundings?
  ) throws {
    let fileRules = RuleCatalog.objections(
      in: image, processIsKnown: surroundings?.areConclusive ?? false)
    let proposal = Disposition(
      judgement, by: policy, in: image, force: force, objections: fileRules)
    guard let surroundings else {
      self.init(proposal)
      return
    }
    // What is kept may let a process come further, to other symbols that it needs. Each round keeps
    // more, so there is a last one.
    var kept: [SymbolIndex: Objection] = [:]
    var disposition = proposal
    var views = try surroundings.views(of: disposition, in: image)
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
      views = try surroundings.views(of: disposition, in: image)
    }
    self.init(
      disposition, impacts: surroundings.impacts(views),
      messages: surroundings.messages
        + ProcessRuleCatalog.warnings(in: views).map { rule, symbols in
          warning(rule, symbols, in: image)
        })
  }

  private init(
    _ disposition: Disposition, impacts: [ProcessImpact] = [], messages: [Message] = []
  ) {
    self.disposition = disposition
    self.impacts = impacts
    self.messages = messages
  }
}

extension Surroundings {
  fileprivate func views(of disposition: Disposition, in image: DynamicImage) throws
    -> [ProcessView]
  {
    guard !disposition.demoted.isEmpty else { return [] }
    let plan = DemotionPlan(demoting: disposition.demoted, in: image)
    return try views(demoting: disposition.demoted, planned: plan.applied(to: image))
  }
}

/// One warning for all symbols that a rule speaks of.
private func warning(_ rule: ProcessRule, _ symbols: SymbolSet, in image: DynamicImage) -> Message {
  let naming = SymbolNaming(image)
  let names = symbols.prefix(6).map(naming.versionedName(of:)).joined(separator: " ")
  let others = symbols.count > 6 ? " and \(symbols.count - 6) more" : ""
  return Message(.warning, "\(rule.reason) [\(rule.id)]: \(names)\(others)")
}
