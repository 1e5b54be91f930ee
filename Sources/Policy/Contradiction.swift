// The same exact name on both sides of a selection: whichever wins, one of the two was not meant.

internal import ELFModel
internal import Patterns

/// The first clause that demotes an exact name which another keeps, and that other; nil if there is
/// none.
func firstContradiction(in clauses: ClauseList) -> (demote: Clause, keep: Clause)? {
  guard clauses.exactIntents.count > 1 else { return nil }
  var names = NameSet()
  var sides: [(demote: Clause?, keep: Clause?)] = []
  for clause in clauses {
    guard let key = clause.selector.exactKey else { continue }
    let place = names.insert(key)
    if place == sides.count { sides.append((nil, nil)) }
    switch clause.intent {
    case .demote: sides[place].demote = sides[place].demote ?? clause
    case .keep: sides[place].keep = sides[place].keep ?? clause
    }
    if let demote = sides[place].demote, let keep = sides[place].keep { return (demote, keep) }
  }
  return nil
}

extension Selector {
  /// What two exact selectors share that cover the same symbols; nil if this one is not exact.
  fileprivate var exactKey: [UInt8]? {
    guard case .exact(let name) = pattern, exceptions.isEmpty else { return nil }
    if let version {
      guard let literal = version.literal else { return nil }
      return [UInt8(subject.rawValue)] + name + [0] + literal
    }
    return [UInt8(subject.rawValue)] + name
  }

  /// An exact selector as people write it; empty for others.
  var text: String {
    guard case .exact(let name) = pattern else { return "" }
    let suffix = (version?.literal).map { "@" + String(decoding: $0, as: UTF8.self) } ?? ""
    return String(decoding: name, as: UTF8.self) + suffix
  }
}
