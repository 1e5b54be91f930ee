// The user's selection as a whole, and its verdict over every export of a file.
//
// Precedence: the highest rank decides; of equal rank keep wins; what no clause covers stays.

public import ELFModel

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
}

/// A selection without contradiction that demotes something.
public struct ExportPolicy: Sendable {
  /// The clauses, in the order they were given.
  public let clauses: [Clause]
  /// The names of exact clauses, each with the positions of the clauses that give it.
  private let exactNames: NameSet
  private let exactClauses: [[Int]]
  /// The positions of all other clauses.
  private let otherClauses: [Int]

  /// The policy made of `clauses`.
  ///
  /// - Throws: ``PolicyError`` if nothing is to be demoted, or an exact name is on both sides.
  public init(_ clauses: [Clause]) throws(PolicyError) {
    guard !clauses.isEmpty else { throw .emptySelection }
    guard clauses.contains(where: { $0.intent == .demote }) else { throw .keepWithoutDemote }
    self.clauses = clauses
    var names = NameSet()
    var positions: [[Int]] = []
    var others: [Int] = []
    for (position, clause) in clauses.enumerated() {
      guard case .exact(let name) = clause.selector else {
        others.append(position)
        continue
      }
      let place = names.insert(name)
      if place == positions.count { positions.append([]) }
      positions[place].append(position)
    }
    (exactNames, exactClauses, otherClauses) = (names, positions, others)
    try rejectContradictions()
  }

  private func rejectContradictions() throws(PolicyError) {
    for positions in exactClauses {
      let same = positions.map { clauses[$0] }
      guard let demote = same.first(where: { $0.intent == .demote }),
        let keep = same.first(where: { $0.intent == .keep }), case .exact(let name) = keep.selector
      else { continue }
      throw .contradiction(
        name: String(decoding: name, as: UTF8.self), demote: demote.source, keep: keep.source)
    }
  }

  /// Judges the symbols of `image`.
  public func judge(_ image: DynamicImage) -> Judgement {
    let exports = SymbolSet(image.exports)
    var verdicts: [Verdict] = []
    var effective: Set<Int> = []
    for index in image.symbolIndices {
      let covering = clauses(covering: image.name(of: index))
      if image[index].isLocal {
        effective.formUnion(covering)
        continue
      }
      let verdict = verdict(on: index, by: covering)
      let isAskedFor = verdict.intent == .demote && verdict.rank != .everything
      guard exports.contains(index) || isAskedFor else { continue }
      effective.formUnion(covering)
      verdicts.append(verdict)
    }
    return Judgement(verdicts: verdicts, effectiveClauses: effective)
  }

  private func clauses(covering name: ArraySlice<UInt8>) -> [Int] {
    let exact = exactNames.position(of: name).map { exactClauses[$0] } ?? []
    return exact + otherClauses.filter { clauses[$0].selector.covers(name) }
  }

  private func verdict(on symbol: SymbolIndex, by covering: [Int]) -> Verdict {
    let deciding = covering.max { first, second in
      let (weak, strong) = (clauses[first], clauses[second])
      if weak.rank != strong.rank { return weak.rank < strong.rank }
      return weak.intent == .demote && strong.intent == .keep
    }
    guard let deciding else { return Verdict(symbol: symbol, intent: nil, clause: nil, rank: nil) }
    return Verdict(
      symbol: symbol, intent: clauses[deciding].intent, clause: deciding,
      rank: clauses[deciding].rank)
  }
}
