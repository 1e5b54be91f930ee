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
  /// How the deciding clause names the symbol.
  public let rank: Rank?
  /// In 32 bits, since there is a verdict for every symbol.
  private let position: UInt32?

  /// The deciding clause, as a position in the policy.
  public var clause: Int? { position.map { Int($0) } }

  /// A verdict by the clause at position `clause` of a policy.
  public init(symbol: SymbolIndex, intent: Intent?, clause: Int?, rank: Rank?) {
    self.symbol = symbol
    self.intent = intent
    self.rank = rank
    position = clause.map { UInt32($0) }
  }
}

/// The verdicts over one file.
public struct Judgement: Sendable {
  /// In table order, one verdict per export; and one per undefined symbol or version marker that
  /// a clause asks to demote by name, pattern or library.
  public let verdicts: [Verdict]
  /// Positions of the clauses that cover some symbol of the file; a local one, demoted by an
  /// earlier run, counts.
  public let effectiveClauses: PositionSet
  /// Positions of the clauses that cover some export of the file.
  public let clausesWithExports: PositionSet
  /// Exports whose names are mangled and cannot be read, if a clause goes by what they stand for: no
  /// such clause covers them.
  public let unreadable: [SymbolIndex]
}

/// A selection without contradiction.
public struct ExportPolicy: Sendable {
  /// The clauses, in the order they were given.
  public let clauses: ClauseList
  private let index: ClauseIndex

  /// The policy made of `clauses`.
  ///
  /// - Throws: ``PolicyError/contradiction(name:demote:keep:)``, or
  ///   ``PolicyError/tooManyPatterns(limit:beyond:)``.
  public init(_ clauses: [Clause]) throws(PolicyError) { try self.init(ClauseList(clauses)) }

  /// The policy made of `clauses`.
  ///
  /// - Throws: ``PolicyError/contradiction(name:demote:keep:)``, or
  ///   ``PolicyError/tooManyPatterns(limit:beyond:)``.
  public init(_ clauses: ClauseList) throws(PolicyError) {
    if let (demote, keep) = firstContradiction(in: clauses) {
      throw .contradiction(
        name: demote.selector.text, demote: demote.source, keep: keep.source)
    }
    self.clauses = clauses
    index = ClauseIndex(clauses)
    if let position = index.firstBeyond() {
      throw .tooManyPatterns(limit: ClauseIndex.mostPatterns, beyond: clauses[position].source)
    }
  }

  /// Judges the symbols of `image`.
  ///
  /// - Throws: ``PatternTooCostly``.
  public func judge(_ image: DynamicImage) throws(PatternTooCostly) -> Judgement {
    let exports = SymbolSet(image.exports)
    let naming = SymbolNaming(image)
    var verdicts: [Verdict] = []
    verdicts.reserveCapacity(exports.count)
    var effective = [Bool](repeating: false, count: index.groupCount)
    var withExports = effective
    var unreadable: [SymbolIndex] = []
    let readsNames = clauses.readDemangledNames
    var covering: [Int] = []
    for symbol in image.symbolIndices {
      var forms: SymbolForms?
      if index.hasPlainNamesOnly {
        covering.removeAll(keepingCapacity: true)
        if let group = index.plainGroup(of: image.name(of: symbol)) { covering.append(group) }
      } else {
        var own = SymbolForms(of: symbol, in: image, naming)
        try index.findGroups(covering: &own, &covering)
        forms = own
      }
      if image[symbol].isLocal {
        for group in covering { effective[group] = true }
        continue
      }
      let verdict = verdict(on: symbol, by: covering)
      let isAskedFor = verdict.intent == .demote && verdict.rank.map { $0 > .everything } ?? false
      guard exports.contains(symbol) || isAskedFor else { continue }
      for group in covering { effective[group] = true }
      if exports.contains(symbol) {
        for group in covering { withExports[group] = true }
        if readsNames, forms?.isUnreadable == true { unreadable.append(symbol) }
      }
      verdicts.append(verdict)
    }
    return Judgement(
      verdicts: verdicts, effectiveClauses: positions(ofGroups: effective),
      clausesWithExports: positions(ofGroups: withExports),
      unreadable: unreadable)
  }

  private func positions(ofGroups isMember: [Bool]) -> PositionSet {
    var positions = PositionSet(upTo: clauses.count)
    for group in isMember.indices where isMember[group] {
      index.forEachPosition(ofGroup: group) { positions.insert($0) }
    }
    return positions
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

  /// - Parameter covering: the groups that cover the symbol.
  private func verdict(on symbol: SymbolIndex, by covering: [Int]) -> Verdict {
    guard let first = covering.first else {
      return Verdict(symbol: symbol, intent: nil, clause: nil, rank: nil)
    }
    var best = index.decidingClause(ofGroup: first)
    for group in covering.dropFirst() {
      let next = index.decidingClause(ofGroup: group)
      if outweighs(next, best) { best = next }
    }
    let (intent, rank) = clauses.weight(at: best)
    return Verdict(symbol: symbol, intent: intent, clause: best, rank: rank)
  }

  /// Whether the clause at `first` decides where that at `second` speaks of the same symbol.
  private func outweighs(_ first: Int, _ second: Int) -> Bool {
    let (one, other) = (clauses.weight(at: first), clauses.weight(at: second))
    if Clause.outweighs(one, other) { return true }
    return first < second && !Clause.outweighs(other, one)
  }
}
