// A new order for the entries of `.dynsym`.

/// A permutation of symbol indices that keeps the null symbol in its place.
public struct SymbolPermutation: Sendable, Equatable {
  /// For each new position the index that the symbol had before.
  public let formerIndices: [SymbolIndex]
  /// For each former position the index that the symbol gets.
  public let newIndices: [SymbolIndex]

  /// The permutation that puts `formerIndices` in this order. It is a bijection of `0..<count`
  /// that begins with the null symbol; anything else is a bug of the caller.
  public init(_ formerIndices: [SymbolIndex]) {
    precondition(formerIndices.first == SymbolIndex.null, "the null symbol stays first")
    // The null symbol's own new index says of the others that they have none yet.
    var newIndices = [SymbolIndex](repeating: .null, count: formerIndices.count)
    for position in formerIndices.indices.dropFirst() {
      let former = formerIndices[position]
      precondition(
        former != .null && newIndices[former.position] == .null, "no symbol may stand twice")
      newIndices[former.position] = SymbolIndex(position)
    }
    self.formerIndices = formerIndices
    self.newIndices = newIndices
  }

  /// `elements`, one per symbol, in the new order.
  public func applied<Element>(to elements: [Element]) -> [Element] {
    formerIndices.map { elements[$0.position] }
  }
}
