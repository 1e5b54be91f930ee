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
    var deciding = DecidingRules(tableOf: views.map { $0.image.symbols.table.count }.max() ?? 0)
    for view in views where view.concernsFile {
      for position in rules.indices {
        deciding.add(position, of: rules[position].symbols(demotedIn: view))
      }
    }
    let decided = deciding
    return { symbol in decided[symbol].map { rules[$0].objection } }
  }

  /// Every rule that speaks of the demotion of `symbol` in one of `views`, in order: those that
  /// object and those that warn.
  public static func rules(speakingOf symbol: SymbolIndex, in views: [ProcessView]) -> [ProcessRule]
  {
    let concerned = views.filter { $0.concernsFile && $0.demoted.contains(symbol) }
    return all.filter { rule in
      concerned.contains { rule.symbols($0).contains(symbol) }
    }
  }

  /// The rules that warn of the demotion in `views`, each with the symbols it speaks of.
  public static func warnings(in views: [ProcessView]) -> [(rule: ProcessRule, symbols: SymbolSet)]
  {
    all.filter { $0.effect == .warns }.compactMap { rule in
      var symbols = SymbolSet()
      for view in views where view.concernsFile {
        symbols.formUnion(rule.symbols(demotedIn: view))
      }
      return symbols.isEmpty ? nil : (rule, symbols)
    }
  }
}

extension ProcessRule {
  /// Those of the demoted symbols that the rule speaks of in the process of `view`.
  fileprivate func symbols(demotedIn view: ProcessView) -> SymbolSet {
    symbols(view).subset(where: view.demoted.contains)
  }
}
