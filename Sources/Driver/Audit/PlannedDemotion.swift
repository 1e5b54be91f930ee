// A demotion that is decided, and not done: what a cure knows of it.

internal import Demotion
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
  private let demoted: NameSet
  private let kept: [KeepingRule]

  init(
    _ disposition: Disposition, of image: DynamicImage, wanted: PluginNames,
    identity: FileIdentity, step: CureStep
  ) {
    self.step = step
    self.identity = identity
    after = DemotionPlan(demoting: disposition.demoted, in: image).applied(to: image)
    demoted = NameSet(disposition.demoted.map { Array(image.name(of: $0)) })
    var kept = wanted.rules
    for symbol in image.symbolIndices {
      guard case .keptByRule(let rule, let reason) = disposition.notes[symbol] else { continue }
      let place = kept.firstIndex { $0.rule == rule } ?? kept.count
      if place == kept.count {
        kept.append(KeepingRule(names: NameSet(), rule: rule, reason: reason))
      }
      kept[place].names.insert(Array(image.name(of: symbol)))
    }
    self.kept = kept
  }

  /// Whether nothing is demoted.
  var isEmpty: Bool { demoted.count == 0 }

  func demotes(_ name: ArraySlice<UInt8>) -> Bool { demoted.contains(name) }

  /// Those of `names` that stay, by the rules that keep them.
  func kept(among names: [ReferencedName]) -> [KeptNames] { kept.keeping(names) }
}

/// Names, and the rule that keeps them.
struct KeepingRule {
  var names: NameSet
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
