// The user's selection as a whole, and its verdict over every export of a file.
//
// Precedence: the highest rank decides; of equal rank keep wins; what no clause covers stays.

public import ELFModel
public import Patterns

/// What a policy says of one symbol.
public struct Verdict: Sendable, Equatable {
  /// The symbol.
  public let symbol: SymbolIndex
  /// The intent of the deciding clause; nil when no clause covers the symbol.
  public let intent: Intent?
  /// The deciding clause, as a position in the policy.
  public let clause: Int?
  /// How the deciding clause names the symbol.
  public let rank: Rank?

  /// A verdict by the clause at position `clause` of a policy.
  public init(symbol: SymbolIndex, intent: Intent?, clause: Int?, rank: Rank?) {
    self.symbol = symbol
    self.intent = intent
    self.clause = clause
    self.rank = rank
  }
}

/// The verdicts over one file.
public struct Judgement: Sendable {
  /// In table order, one verdict per export; and one per undefined symbol or version marker that
  /// a clause asks to demote by name, pattern or library.
  public let verdicts: [Verdict]
  /// Positions of the clauses that cover some symbol of the file; a local one, demoted by an
  /// earlier run, counts.
  public let effectiveClauses: Set<Int>
  /// Positions of the clauses that cover some export of the file.
  public let clausesWithExports: Set<Int>
  /// Exports whose names are mangled and cannot be read, if a clause goes by what they stand for: no
  /// such clause covers them.
  public let unreadable: [SymbolIndex]
}

/// A selection without contradiction.
public struct ExportPolicy: Sendable {
  /// The clauses, in the order they were given.
  public let clauses: [Clause]
  private let index: ClauseIndex

  /// The policy made of `clauses`.
  ///
  /// - Throws: ``PolicyError/contradiction(name:demote:keep:)``.
  public init(_ clauses: [Clause]) throws(PolicyError) {
    if let (demote, keep) = firstContradiction(in: clauses) {
      throw .contradiction(
        name: demote.selector.text, demote: demote.source, keep: keep.source)
    }
    self.clauses = clauses
    index = ClauseIndex(clauses)
  }

  /// Judges the symbols of `image`.
  ///
  /// - Throws: ``PatternTooCostly``.
  public func judge(_ image: DynamicImage) throws(PatternTooCostly) -> Judgement {
    let exports = SymbolSet(image.exports)
    let naming = SymbolNaming(image)
    var verdicts: [Verdict] = []
    var effective: Set<Int> = []
    var withExports: Set<Int> = []
    var unreadable: [SymbolIndex] = []
    let readsNames = clauses.contains { $0.selector.subject.isDemangled }
    for symbol in image.symbolIndices {
      var forms = SymbolForms(of: symbol, in: image, naming)
      let covering = try index.positions(covering: &forms)
      if image[symbol].isLocal {
        effective.formUnion(covering)
        continue
      }
      let verdict = verdict(on: symbol, by: covering)
      let isAskedFor = verdict.intent == .demote && verdict.rank.map { $0 > .everything } ?? false
      guard exports.contains(symbol) || isAskedFor else { continue }
      effective.formUnion(covering)
      if exports.contains(symbol) {
        withExports.formUnion(covering)
        if readsNames, forms.isUnreadable { unreadable.append(symbol) }
      }
      verdicts.append(verdict)
    }
    return Judgement(
      verdicts: verdicts, effectiveClauses: effective, clausesWithExports: withExports,
      unreadable: unreadable)
  }

  /// The positions of all clauses that cover `symbol`, the deciding one first.
  ///
  /// - Throws: ``PatternTooCostly``.
  public func clauses(covering symbol: SymbolIndex, in image: DynamicImage)
    throws(PatternTooCostly) -> [Int]
  {
    var forms = SymbolForms(of: symbol, in: image, SymbolNaming(image))
    return try index.positions(covering: &forms).sorted { outweighs($0, $1) }
  }

  private func verdict(on symbol: SymbolIndex, by covering: [Int]) -> Verdict {
    guard let deciding = covering.min(by: outweighs) else {
      return Verdict(symbol: symbol, intent: nil, clause: nil, rank: nil)
    }
    return Verdict(
      symbol: symbol, intent: clauses[deciding].intent, clause: deciding,
      rank: clauses[deciding].rank)
  }

  /// Whether the clause at `first` decides where that at `second` speaks of the same symbol.
  private func outweighs(_ first: Int, _ second: Int) -> Bool {
    let (one, other) = (clauses[first], clauses[second])
    if one.rank != other.rank { return one.rank > other.rank }
    if one.intent != other.intent { return one.intent == .keep }
    return first < second
  }
}
