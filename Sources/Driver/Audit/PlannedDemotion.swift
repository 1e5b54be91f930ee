// A demotion that is decided, and not done: what a cure knows of it.

internal import ELFModel
internal import Interposition
internal import LoaderModel
internal import Reporting

/// The demotion of a step.
struct PlannedDemotion {
  let step: CureStep
  /// The file.
  let identity: FileIdentity
  /// Its tables afterwards.
  let after: DynamicImage
  /// The names that go.
  let demotedNames: [[UInt8]]
  /// What `apply` will say of it beside the result.
  let warnings: [CureWarning]
  private let demoted: NameSet
  private let kept: [KeepingRule]

  init(
    _ decision: Decision, of image: DynamicImage, identity: FileIdentity, step: CureStep
  ) {
    let disposition = decision.disposition
    warnings = decision.warnings.map { CureWarning(rule: $0.rule, text: $0.message.text) }
    self.step = step
    self.identity = identity
    after = decision.planned
    demotedNames = disposition.demoted.map { Array(image.name(of: $0)) }
    demoted = NameSet(demotedNames)
    kept = disposition.notes.keptByRule.map { rule, reason, symbols in
      KeepingRule(
        names: NameSet(of: symbols, in: image), rule: rule, reason: reason)
    }
  }

  /// How many names are demoted.
  var count: Int { demoted.count }

  /// Whether nothing is demoted.
  var isEmpty: Bool { demoted.count == 0 }

  func demotes(_ name: ArraySlice<UInt8>) -> Bool { demoted.contains(name) }

  /// Those of `names` that stay, by the rules that keep them.
  func kept(among names: [ReferencedName]) -> [KeptNames] { kept.keeping(names) }
}

/// Names, and the rule that keeps them.
struct KeepingRule {
  let names: NameSet
  let rule: String
  let reason: String
}

extension [KeepingRule] {
  func keeping(_ names: [ReferencedName]) -> [KeptNames] {
    compactMap { keeper in
      let names = names.filter { keeper.names.contains($0.name) }
      return names.isEmpty ? nil : KeptNames(rule: keeper.rule, reason: keeper.reason, names: names)
    }
  }
}
