// A set of symbol names as bytes, asked once per export: membership makes no copy.

/// Names, each with the position at which it was first inserted.
public struct NameSet: Sendable {
  private var names: [[UInt8]] = []
  private var positions: [UInt32: [Int]] = [:]

  /// The empty set.
  public init() {}

  /// The set of `names`.
  public init(_ names: some Sequence<[UInt8]>) {
    for name in names { insert(name) }
  }

  /// How many names there are.
  public var count: Int { names.count }

  /// Adds `name`; returns its position, which is that of an equal name if there is one.
  @discardableResult
  public mutating func insert(_ name: [UInt8]) -> Int {
    if let position = position(of: name[...]) { return position }
    names.append(name)
    positions[NameHash.gnu(name), default: []].append(names.count - 1)
    return names.count - 1
  }

  /// Whether `name` is in the set.
  public func contains(_ name: ArraySlice<UInt8>) -> Bool { position(of: name) != nil }

  /// The position of `name`, if it is in the set.
  public func position(of name: ArraySlice<UInt8>) -> Int? {
    positions[NameHash.gnu(name)]?.first { names[$0][...] == name }
  }
}
