// Symbol indices as plain bits by position: tables have up to millions of entries, and every step
// asks for each of them whether it belongs.

/// The positions of a symbol table behind the null symbol, in order.
@frozen public struct SymbolIndices: RandomAccessCollection, Sendable {
  @usableFromInline let positions: Range<Int>

  /// The indices of a table of `count` symbols, the null symbol counted but left out.
  @inlinable
  public init(tableOf count: Int) { positions = Swift.min(1, count)..<count }

  /// The first position.
  @inlinable public var startIndex: Int { positions.lowerBound }
  /// The number of symbols, the null symbol counted.
  @inlinable public var endIndex: Int { positions.upperBound }

  /// The symbol at `position`.
  @inlinable
  public subscript(position: Int) -> SymbolIndex { SymbolIndex(position) }
}

/// A set of symbol indices; iterates in table order.
public struct SymbolSet: Sequence, Sendable, Equatable, ExpressibleByArrayLiteral {
  private var isMember: [Bool] = []
  /// How many symbols are in the set.
  public private(set) var count = 0

  /// The empty set.
  public init() {}

  /// The set of `indices`.
  public init(_ indices: some Sequence<SymbolIndex>) {
    for index in indices { insert(index) }
  }

  /// The set of `elements`.
  public init(arrayLiteral elements: SymbolIndex...) { self.init(elements) }

  /// Whether the set has no symbol.
  public var isEmpty: Bool { count == 0 }

  /// Adds `index`.
  public mutating func insert(_ index: SymbolIndex) {
    if index.position >= isMember.count {
      let wanted = Swift.max(index.position + 1, isMember.count * 2)
      isMember += repeatElement(false, count: wanted - isMember.count)
    }
    guard !isMember[index.position] else { return }
    isMember[index.position] = true
    count += 1
  }

  /// Whether `index` is in the set.
  public func contains(_ index: SymbolIndex) -> Bool {
    index.position < isMember.count && isMember[index.position]
  }

  /// The symbols of the set, in table order.
  public func makeIterator() -> some IteratorProtocol<SymbolIndex> {
    isMember.indices.lazy.filter { isMember[$0] }.map { SymbolIndex($0) }.makeIterator()
  }

  /// Sets are equal when they hold the same symbols, whatever room they once needed.
  public static func == (first: SymbolSet, second: SymbolSet) -> Bool {
    first.count == second.count && first.elementsEqual(second)
  }
}
