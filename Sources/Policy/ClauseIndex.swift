// Which clauses cover a symbol, of many: exact names are found by hash.

internal import ELFModel
internal import Patterns

/// The clauses of a policy, arranged by what they look at.
struct ClauseIndex: Sendable {
  /// Exact names of one form, each with the positions of the clauses that give it.
  private struct Exact {
    var names = NameSet()
    var positions: [[Int]] = []

    mutating func insert(_ name: [UInt8], _ position: Int) {
      let place = names.insert(name)
      if place == positions.count { positions.append([]) }
      positions[place].append(position)
    }

    func positions(of name: ArraySlice<UInt8>) -> [Int] {
      names.position(of: name).map { positions[$0] } ?? []
    }
  }

  private let clauses: [Clause]
  private var exact: [(subject: Selector.Subject, names: Exact)] = []
  private var others: [Int] = []

  init(_ clauses: [Clause]) {
    self.clauses = clauses
    for (position, clause) in clauses.enumerated() {
      guard case .exact(let name) = clause.selector.pattern else {
        others.append(position)
        continue
      }
      let subject = clause.selector.subject
      if let place = exact.firstIndex(where: { $0.subject == subject }) {
        exact[place].names.insert(name, position)
      } else {
        exact.append((subject, Exact()))
        exact[exact.count - 1].names.insert(name, position)
      }
    }
  }

  /// The positions of the clauses that cover a symbol.
  func positions(covering forms: inout SymbolForms) throws(PatternTooCostly) -> [Int] {
    var covering: [Int] = []
    for (subject, names) in exact {
      for position in names.positions(of: forms[subject])
      where try clauses[position].selector.admits(&forms) {
        covering.append(position)
      }
    }
    for position in others where try clauses[position].selector.covers(&forms) {
      covering.append(position)
    }
    return covering
  }
}
