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
  @usableFromInline var isMember: [Bool] = []
  /// How many symbols are in the set.
  public var count: Int { memberCount }
  @usableFromInline var memberCount = 0

  /// The empty set.
  public init() {}

  /// The set of `indices`.
  public init(_ indices: some Sequence<SymbolIndex>) {
    for index in indices { insert(index) }
  }

  /// The set of those symbols of a table of `count`, the null symbol counted but left out, that
  /// `isWanted`.
  @inlinable
  public init(tableOf count: Int, where isWanted: (SymbolIndex) -> Bool) {
    for index in SymbolIndices(tableOf: count) where isWanted(index) { insert(index) }
  }

  /// The set of `elements`.
  public init(arrayLiteral elements: SymbolIndex...) { self.init(elements) }

  /// Whether the set has no symbol.
  public var isEmpty: Bool { memberCount == 0 }

  /// Adds `index`.
  @inlinable
  public mutating func insert(_ index: SymbolIndex) {
    if index.position >= isMember.count { makeRoom(for: index) }
    guard !isMember[index.position] else { return }
    isMember[index.position] = true
    memberCount += 1
  }

  @usableFromInline
  mutating func makeRoom(for index: SymbolIndex) {
    let wanted = Swift.max(index.position + 1, isMember.count * 2)
    isMember += repeatElement(false, count: wanted - isMember.count)
  }

  /// Whether `index` is in the set.
  @inlinable
  public func contains(_ index: SymbolIndex) -> Bool {
    index.position < isMember.count && isMember[index.position]
  }

  /// Adds the symbols of `other`.
  public mutating func formUnion(_ other: SymbolSet) {
    if isEmpty {
      self = other
    } else {
      for index in other { insert(index) }
    }
  }

  /// Those symbols of the set that `isWanted`.
  @inlinable
  public func subset(where isWanted: (SymbolIndex) -> Bool) -> SymbolSet {
    var subset = SymbolSet()
    for index in self where isWanted(index) { subset.insert(index) }
    return subset
  }

  /// The symbols of the set, in table order.
  @inlinable
  public func makeIterator() -> Iterator { Iterator(isMember) }

  /// The symbols of a set, one after the other.
  @frozen public struct Iterator: IteratorProtocol {
    @usableFromInline let isMember: [Bool]
    @usableFromInline var position = 0

    @inlinable
    init(_ isMember: [Bool]) { self.isMember = isMember }

    /// The next symbol; nil behind the last.
    @inlinable
    public mutating func next() -> SymbolIndex? {
      while position < isMember.count {
        position += 1
        if isMember[position - 1] { return SymbolIndex(position - 1) }
      }
      return nil
    }
  }

  /// Sets are equal when they hold the same symbols, whatever room they once needed.
  public static func == (first: SymbolSet, second: SymbolSet) -> Bool {
    first.count == second.count && first.elementsEqual(second)
  }
}
