// Clauses that cover the same symbols. Lists repeat each other, and themselves: a name is held
// against each of their patterns once, however often it is said, and all who say it share the answer.

internal import Patterns

/// All clauses of a policy with the same selector, which is no plain name.
struct ClauseGroup: Sendable {
  /// What they cover.
  let selector: Selector
  /// Their positions in the policy, ascending.
  fileprivate(set) var positions: [Int]
  /// Which of the lists of exceptions is theirs; nil for none. Patterns of one list share it, and
  /// its answer about a symbol.
  let exceptions: Int?
}

extension [ClauseGroup] {
  /// The groups of the clauses at `positions`, in the order of the first of each.
  init(_ positions: [Int], of clauses: ClauseList) {
    self = []
    var places: [SelectorKey: Int] = [:]
    var lists: [Int: Int] = [:]
    for position in positions {
      let selector = clauses[position].selector
      let exceptions = selector.exceptionsIdentity.map { identity in
        lists[identity] ?? lists.count
      }
      if let identity = selector.exceptionsIdentity { lists[identity] = exceptions }
      if let key = SelectorKey(selector, exceptions) {
        if let place = places[key] {
          self[place].positions.append(position)
          continue
        }
        places[key] = count
      }
      append(ClauseGroup(selector: selector, positions: [position], exceptions: exceptions))
    }
  }
}

/// What equal selectors have in common.
private struct SelectorKey: Hashable {
  private enum Kind: Hashable {
    case exact, glob, everything
    case regex(coversWholeName: Bool)
  }

  private let subject: Selector.Subject
  private let kind: Kind
  private let pattern: [UInt8]
  private let version: [UInt8]?
  private let exceptions: Int?

  /// Nil for the names of a library: to compare them takes as long as to read them.
  init?(_ selector: Selector, _ exceptions: Int?) {
    switch selector.pattern {
    case .exact(let name): (kind, pattern) = (.exact, name)
    case .glob(let glob): (kind, pattern) = (.glob, glob.text)
    case .regex(let expression):
      kind = .regex(coversWholeName: expression.coversWholeName)
      pattern = expression.pattern
    case .everything: (kind, pattern) = (.everything, [])
    case .members: return nil
    }
    subject = selector.subject
    version = selector.version?.text
    self.exceptions = exceptions
  }
}

extension Selector {
  /// Tells the exceptions of selectors that are alive at the same time apart: arrays with the same
  /// storage are one, and selectors of one list share theirs. Nil without exceptions.
  fileprivate var exceptionsIdentity: Int? {
    guard !exceptions.isEmpty else { return nil }
    return unsafe exceptions.withUnsafeBufferPointer { Int(bitPattern: $0.baseAddress) }
  }
}
