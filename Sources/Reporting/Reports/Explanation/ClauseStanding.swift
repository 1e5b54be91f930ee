// How a clause stands to the one that decides: the order of ranks, in words.

internal import Policy

/// How one of several clauses that cover a symbol stands to the deciding one.
enum ClauseStanding: String {
  case decides
  /// It wants the same.
  case agrees
  /// The deciding clause has a higher rank.
  case outranked
  /// Both have the same rank, and keep wins.
  case keepWins = "keep-wins"

  /// How `clause` stands to `deciding`, which is another one.
  init(_ clause: Clause, to deciding: Clause) {
    self =
      if clause.intent == deciding.intent { .agrees } else if clause.rank < deciding.rank {
        .outranked
      } else { .keepWins }
  }

  /// The same for people.
  func words(_ clause: Clause, _ deciding: Clause) -> String {
    let wish = clause.intent == .demote ? "wants it demoted" : "wants it kept"
    return switch self {
    case .decides: "\(wish), and decides"
    case .agrees: "\(wish), too"
    case .outranked: "\(wish); \(deciding.kindWords) goes before \(clause.kindWords)"
    case .keepWins: "\(wish); of equal rank, keep wins"
    }
  }
}

extension Intent {
  /// As in a policy file.
  var word: String { self == .demote ? "demote" : "keep" }
}

extension Rank {
  /// A word for machines.
  var word: String {
    switch self {
    case .remark: "remark"
    case .everything: "everything"
    case .pattern: "pattern"
    case .exact: "exact"
    case .exactVersion: "exact-version"
    }
  }
}

extension Clause {
  /// What kind of clause it is, as its rank sees it.
  fileprivate var kindWords: String {
    switch rank {
    case .remark: return "a remark"
    case .everything: return "a clause for everything"
    case .exact: return "an exact name"
    case .exactVersion: return "an exact name with its version"
    case .pattern: break
    }
    return switch selector.pattern {
    case .members: "a library"
    case .regex: "a regular expression"
    case .everything: "a whole version"
    case .exact, .glob: "a pattern"
    }
  }
}
