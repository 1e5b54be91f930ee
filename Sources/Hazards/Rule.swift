// A rule names symbols whose demotion may break a program, as far as the file alone tells. Each
// rule has a file of its own under Rules/ and a line in the catalog.

internal import ELFModel

/// One reason not to demote a symbol.
public struct Rule: Sendable {
  /// A stable name, for reports and for people who look it up.
  public let id: String
  /// What it keeps, in half a sentence, for those who look its name up.
  public let subject: String
  /// Why, in one line, as it stands beside a kept symbol.
  public let reason: String
  /// Whether `--force` may override the rule. What no table could express stays in any case.
  public let yieldsToForce: Bool
  /// Whether the rule's names only work as a whole: forced in part, they end up in two halves.
  public let isFamily: Bool
  /// Whether the rule is a guess that a rule about processes replaces where a process is known.
  let isDecidedByProcess: Bool
  /// Finds the symbols of a file whose demotion the rule speaks against, all at once: a question asked
  /// of one symbol after the other would cost more than its answer.
  let symbols: @Sendable (DynamicImage) -> SymbolSet
  /// The names of these symbols, if it goes by them alone.
  let names: NameForms?

  init(
    id: String, subject: String, reason: String, yieldsToForce: Bool = true,
    isFamily: Bool = false, isDecidedByProcess: Bool = false, names: NameForms? = nil,
    symbols: @escaping @Sendable (DynamicImage) -> SymbolSet
  ) {
    self.id = id
    self.subject = subject
    self.reason = reason
    self.yieldsToForce = yieldsToForce
    self.isFamily = isFamily
    self.isDecidedByProcess = isDecidedByProcess
    self.symbols = symbols
    self.names = names
  }

  /// A rule that goes by a symbol's name.
  init(
    id: String, subject: String, reason: String, isFamily: Bool = false,
    isDecidedByProcess: Bool = false, names: NameForms
  ) {
    self.init(
      id: id, subject: subject, reason: reason, isFamily: isFamily,
      isDecidedByProcess: isDecidedByProcess, names: names
    ) { image in
      let patterns = NamePatterns([names])
      return image.symbols { patterns.match(nameAt: $1.nameOffset, of: image.strings.table) }
    }
  }

  /// The rule as it speaks of one symbol.
  var objection: Objection { Objection(id: id, reason: reason, yieldsToForce: yieldsToForce) }
}

extension DynamicImage {
  /// The symbols for which `isWanted` holds.
  func symbols(where isWanted: (SymbolIndex, DynamicSymbol) -> Bool) -> SymbolSet {
    SymbolSet(tableOf: symbols.table.count) { isWanted($0, self[$0]) }
  }
}
