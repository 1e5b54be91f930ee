// Which clauses cover a symbol, of many: exact names are found by hash, patterns by the bytes that
// a name has to begin or end with. What is found by its pattern is held against the name whole.

internal import ELFModel
internal import Patterns

/// The clauses of a policy, arranged by what they look at.
struct ClauseIndex: Sendable {
  private let clauses: [Clause]
  private let subjects: [SubjectIndex]

  init(_ clauses: [Clause]) {
    self.clauses = clauses
    subjects = Selector.Subject.allCases.compactMap { SubjectIndex($0, clauses) }
  }

  /// The positions of the clauses that cover a symbol.
  func positions(covering forms: inout SymbolForms) throws(PatternTooCostly) -> [Int] {
    var covering: [Int] = []
    var candidates: [Int] = []
    for index in subjects {
      let name = forms[index.subject]
      for position in index.exactPositions(of: name)
      where try clauses[position].selector.admits(&forms) {
        covering.append(position)
      }
      candidates.removeAll(keepingCapacity: true)
      index.findCandidates(for: name, &candidates)
      for position in candidates where try clauses[position].selector.covers(&forms) {
        covering.append(position)
      }
    }
    return covering
  }
}

/// The clauses that look at one form of a symbol's name, by their positions.
private struct SubjectIndex: Sendable {
  let subject: Selector.Subject
  private var exactNames = NameSet()
  private var exactPositions: [[Int]] = []
  private let prefixes: AffixIndex
  /// Backwards.
  private let suffixes: AffixIndex
  private let hasSuffixes: Bool
  /// Those that no affix helps to find.
  private var others: [Int] = []

  /// Nil if no clause looks at `subject`.
  init?(_ subject: Selector.Subject, _ clauses: [Clause]) {
    self.subject = subject
    var prefixes: [(affix: [UInt8], position: Int)] = []
    var suffixes: [(affix: [UInt8], position: Int)] = []
    var isEmpty = true
    for (position, clause) in clauses.enumerated() where clause.selector.subject == subject {
      isEmpty = false
      if case .exact(let name) = clause.selector.pattern {
        let place = exactNames.insert(name)
        if place == exactPositions.count { exactPositions.append([]) }
        exactPositions[place].append(position)
        continue
      }
      let (prefix, suffix) = clause.selector.pattern.literalEnds
      if prefix.isEmpty, suffix.isEmpty {
        others.append(position)
      } else if prefix.count >= suffix.count {
        prefixes.append((prefix, position))
      } else {
        suffixes.append((suffix.reversed(), position))
      }
    }
    if isEmpty { return nil }
    self.prefixes = AffixIndex(prefixes)
    self.suffixes = AffixIndex(suffixes)
    hasSuffixes = !suffixes.isEmpty
  }

  /// The clauses that give `name` exactly.
  func exactPositions(of name: ArraySlice<UInt8>) -> [Int] {
    exactNames.position(of: name).map { exactPositions[$0] } ?? []
  }

  /// The clauses whose patterns may match `name` are added to `found`.
  func findCandidates(for name: ArraySlice<UInt8>, _ found: inout [Int]) {
    found += others
    prefixes.find(in: name, &found)
    if hasSuffixes { suffixes.find(in: name.reversed(), &found) }
  }
}

extension Selector.Pattern {
  /// What every match begins and ends with.
  fileprivate var literalEnds: (prefix: [UInt8], suffix: [UInt8]) {
    switch self {
    case .exact(let name): (name, name)
    case .glob(let glob): (glob.literalPrefix, glob.literalSuffix)
    case .regex(let expression): (expression.literalPrefix, [])
    case .members, .everything: ([], [])
    }
  }
}
