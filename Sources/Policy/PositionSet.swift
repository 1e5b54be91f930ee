// Clauses by their positions, of which there may be as many as a file has symbols.

/// A set of positions in a list of clauses.
public struct PositionSet: Sendable, Equatable, ExpressibleByArrayLiteral {
  private var isMember: [Bool] = []

  /// The empty set.
  public init() {}

  /// The empty set, with room for the positions below `count`.
  public init(upTo count: Int) { isMember = Array(repeating: false, count: count) }

  /// The set of `elements`.
  public init(arrayLiteral elements: Int...) { for element in elements { insert(element) } }

  /// Adds `position`.
  public mutating func insert(_ position: Int) {
    if position >= isMember.count {
      isMember += repeatElement(
        false, count: max(position + 1, isMember.count * 2) - isMember.count)
    }
    isMember[position] = true
  }

  /// Whether `position` is in the set.
  public func contains(_ position: Int) -> Bool { position < isMember.count && isMember[position] }

  /// Those in the set, ascending.
  public var positions: [Int] { isMember.indices.filter { isMember[$0] } }

  /// Sets are equal when they hold the same, whatever room they once needed.
  public static func == (first: PositionSet, second: PositionSet) -> Bool {
    (0..<max(first.isMember.count, second.isMember.count)).allSatisfy {
      first.contains($0) == second.contains($0)
    }
  }
}
