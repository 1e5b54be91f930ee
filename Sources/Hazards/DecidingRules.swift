// Of the rules that speak of a symbol, the one that is heard: the first.

internal import ELFModel

/// For each symbol the first rule that speaks of it, by its position among the rules.
struct DecidingRules: Sendable {
  /// One more than the position; 0 for none.
  private var positions: [UInt8]

  /// Nothing has been said of a table of `count` symbols.
  init(tableOf count: Int) { positions = [UInt8](repeating: 0, count: count) }

  /// Hears the rule at `position` of `symbols`, after those that come before it.
  mutating func add(_ position: Int, of symbols: SymbolSet) {
    for symbol in symbols
    where symbol.position < positions.count && positions[symbol.position] == 0 {
      positions[symbol.position] = UInt8(position + 1)
    }
  }

  /// The rule that decides about `symbol`.
  subscript(symbol: SymbolIndex) -> Int? {
    guard symbol.position < positions.count, positions[symbol.position] > 0 else { return nil }
    return Int(positions[symbol.position]) - 1
  }
}
