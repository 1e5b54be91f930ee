// A set of symbol names as bytes, asked once per export: membership makes no copy, and no name has an
// allocation of its own.

/// Names, each with the position at which it was first inserted.
public struct NameSet: Sendable {
  /// The names, one after the other.
  private var bytes: [UInt8] = []
  /// Where each name ends in `bytes`; the next one begins there.
  private var ends: [Int] = []
  private var table = HashSlots()

  /// The empty set.
  public init() {}

  /// The set of `names`.
  public init(_ names: some Sequence<[UInt8]>) {
    for name in names { insert(name) }
  }

  /// The set of the names of `symbols` in `image`.
  public init(of symbols: some Sequence<SymbolIndex>, in image: DynamicImage) {
    for symbol in symbols { insert(image.name(of: symbol)) }
  }

  /// How many names there are.
  public var count: Int { ends.count }

  /// Adds `name`; returns its position, which is that of an equal name if there is one.
  @discardableResult
  public mutating func insert(_ name: [UInt8]) -> Int { insert(name[...]) }

  /// Adds `name`; returns its position, which is that of an equal name if there is one.
  @discardableResult
  public mutating func insert(_ name: ArraySlice<UInt8>) -> Int {
    let hash = name.digest
    if let position = position(of: name, hash: hash) { return position }
    table.insert(ends.count, hash)
    bytes += name
    ends.append(bytes.count)
    return ends.count - 1
  }

  /// Adds the names of `other`.
  public mutating func formUnion(_ other: NameSet) {
    for position in other.ends.indices { insert(other.bytes[other.range(of: position)]) }
  }

  /// Whether `name` is in the set.
  public func contains(_ name: ArraySlice<UInt8>) -> Bool { position(of: name) != nil }

  /// The position of `name`, if it is in the set.
  public func position(of name: ArraySlice<UInt8>) -> Int? {
    ends.isEmpty ? nil : position(of: name, hash: name.digest)
  }

  private func position(of name: ArraySlice<UInt8>, hash: UInt32) -> Int? {
    table.position(hash) { holds(name, at: $0) }
  }

  private func range(of position: Int) -> Range<Int> {
    (position == 0 ? 0 : ends[position - 1])..<ends[position]
  }

  private func holds(_ name: ArraySlice<UInt8>, at position: Int) -> Bool {
    let range = range(of: position)
    return range.count == name.count && bytes[range].hasSameBytes(as: name)
  }
}
