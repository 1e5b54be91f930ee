// The rules about processes, in the order they speak.

public import ELFModel

/// All rules that need a process.
public enum ProcessRuleCatalog {
  /// The rules in order: those that object, then those that warn.
  public static let all: [ProcessRule] = [
    .needed,
    .weakReference,
    .sharedTypeInformation,
    .platformName,
    .sharedData,
    .weakData,
    .objectExchange,
    .lookedUpByName,
    .lostName,
    .preloadInterposition,
    .unversionedCapture,
  ]

  /// For each symbol the first rule that objects to its demotion in one of `views`. A process that
  /// the file is not in has nothing to say.
  public static func objections(in views: [ProcessView]) -> (SymbolIndex) -> Objection? {
    let rules = all.filter { $0.effect == .objects }
    let questions = views.filter(\.concernsFile).map { view in
      (view, rules.map { $0.prepare(view) })
    }
    return { symbol in
      for (view, questions) in questions where view.demoted.contains(symbol) {
        let name = view.image.name(of: symbol)
        for (position, fires) in questions.enumerated() where fires(symbol, name) {
          return rules[position].objection
        }
      }
      return nil
    }
  }

  /// Every rule that speaks of the demotion of `symbol` in one of `views`, in order: those that
  /// object and those that warn.
  public static func rules(speakingOf symbol: SymbolIndex, in views: [ProcessView]) -> [ProcessRule]
  {
    let concerned = views.filter { $0.concernsFile && $0.demoted.contains(symbol) }
    return all.filter { rule in
      concerned.contains { rule.prepare($0)(symbol, $0.image.name(of: symbol)) }
    }
  }

  /// The rules that warn of the demotion in `views`, each with the symbols it speaks of.
  public static func warnings(in views: [ProcessView]) -> [(rule: ProcessRule, symbols: SymbolSet)]
  {
    all.filter { $0.effect == .warns }.compactMap { rule in
      var symbols = SymbolSet()
      for view in views where view.concernsFile {
        let fires = rule.prepare(view)
        for symbol in view.demoted where fires(symbol, view.image.name(of: symbol)) {
          symbols.insert(symbol)
        }
      }
      return symbols.isEmpty ? nil : (rule, symbols)
    }
  }
}
