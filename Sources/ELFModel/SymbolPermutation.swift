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
    var newIndices = [SymbolIndex?](repeating: nil, count: formerIndices.count)
    for (position, former) in formerIndices.enumerated() {
      precondition(newIndices[former.position] == nil, "no symbol may stand twice")
      newIndices[former.position] = SymbolIndex(position)
    }
    self.formerIndices = formerIndices
    self.newIndices = newIndices.compactMap { $0 }
  }

  /// `elements`, one per symbol, in the new order.
  public func applied<Element>(to elements: [Element]) -> [Element] {
    formerIndices.map { elements[$0.position] }
  }
}
