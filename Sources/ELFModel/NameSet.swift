// A set of symbol names as bytes, asked once per export: membership makes no copy.

/// Names, each with the position at which it was first inserted.
public struct NameSet: Sendable {
  private var names: [[UInt8]] = []
  /// For each hash the position of the last name inserted with it; the others follow by `next`.
  private var heads: [Int: Int] = [:]
  private var next: [Int?] = []

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
    let hash = Self.hash(name[...])
    if let position = position(of: name[...], hash: hash) { return position }
    names.append(name)
    next.append(heads[hash])
    heads[hash] = names.count - 1
    return names.count - 1
  }

  /// Adds the names of `other`.
  public mutating func formUnion(_ other: NameSet) {
    for name in other.names { insert(name) }
  }

  /// Whether `name` is in the set.
  public func contains(_ name: ArraySlice<UInt8>) -> Bool { position(of: name) != nil }

  /// The position of `name`, if it is in the set.
  public func position(of name: ArraySlice<UInt8>) -> Int? {
    names.isEmpty ? nil : position(of: name, hash: Self.hash(name))
  }

  /// Seeded anew in each process, so that no file can be made of names that collide.
  private static func hash(_ name: ArraySlice<UInt8>) -> Int {
    var hasher = Hasher()
    unsafe name.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
    return hasher.finalize()
  }

  private func position(of name: ArraySlice<UInt8>, hash: Int) -> Int? {
    var candidate = heads[hash]
    while let position = candidate {
      if names[position][...] == name { return position }
      candidate = next[position]
    }
    return nil
  }
}
