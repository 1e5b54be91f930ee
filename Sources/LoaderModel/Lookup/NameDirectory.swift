// Hash tables that would take too long: a file can be made in which every lookup walks a whole table.
// Such a table is walked once, and what it leads to is kept by name, and by name and version. No linker
// makes one.
//
// Source: glibc elf/dl-lookup.c `check_match`, whose answer depends on nothing of an entry but what
// `Traits` holds. Invariant: of the entries of one list that are alike only the first two are kept,
// which decide as all of them would: the first of the alike is the one that is taken, and whether
// there is exactly one of them is all that counts beside. So every list is short.

internal import ELFModel

/// For each name the entries that a hash table with overlong chains leads to, in the order of the
/// chain, as far as they decide a lookup.
struct NameDirectory: Sendable {
  private var names = NameSet()
  private var lists: [DecisiveEntries] = []
  private var versions = NameSet()
  private var versioned: [VersionedName: DecisiveEntries] = [:]
  /// The entries that the table leads to.
  private let order: [SymbolIndex]

  /// A name, and a version by its place in `versions`; nil for none.
  private struct VersionedName: Hashable {
    let name: Int
    let version: Int?
  }

  /// The entries named `name`.
  func entries(named name: ArraySlice<UInt8>) -> [SymbolIndex] {
    names.position(of: name).map { lists[$0].places.map { order[Int($0)] } } ?? []
  }

  /// The entries that can answer `query` under glibc.
  ///
  /// - Parameter hasVersions: whether the file has any; in one that has none, all entries can.
  func entries(for query: SymbolQuery, hasVersions: Bool) -> [SymbolIndex] {
    guard hasVersions, let wanted = query.version else { return entries(named: query.name) }
    guard let name = names.position(of: query.name) else { return [] }
    var places = versioned[VersionedName(name: name, version: nil)]?.places ?? []
    if let version = versions.position(of: wanted.name) {
      places += versioned[VersionedName(name: name, version: version)]?.places ?? []
      places.sort()
    }
    return places.map { order[Int($0)] }
  }

  /// The directory of the table that loaders would use in `image`; nil if its chains are as short as
  /// they should be.
  ///
  /// - Parameters:
  ///   - table: the versions of the same file.
  ///   - length: the longest chain that loaders are left to walk.
  init?(
    of image: DynamicImage, _ table: VersionTable, beyond length: Int = Self.longestSensibleChain
  ) {
    guard let order = Self.order(in: image, beyond: length) else { return nil }
    self.order = order
    for (place, index) in order.enumerated() where index.position < image.symbols.table.count {
      let traits = Traits(of: index, in: image)
      let name = names.insert(Array(image.name(of: index)))
      if name == lists.count { lists.append(DecisiveEntries()) }
      lists[name].append(place, traits)
      guard !table.isEmpty else { continue }
      let version = table.version(of: index).map { versions.insert(Array($0.name)) }
      versioned[VersionedName(name: name, version: version), default: DecisiveEntries()]
        .append(place, traits)
    }
  }

  /// The entries that the table leads to in the order of its chains; nil if all of them are short.
  private static func order(in image: DynamicImage, beyond length: Int) -> [SymbolIndex]? {
    if let table = image.gnuHash?.table, !table.bloom.isEmpty {
      guard longestChain(in: table) > length else { return nil }
      return table.chains.indices.map { SymbolIndex(Int(table.symbolOffset) + $0) }
    }
    return image.sysvHash.flatMap { order(of: $0.table, beyond: length) }
  }

  static let longestSensibleChain = 1024

  private static func longestChain(in table: GNUHashTable) -> Int {
    var longest = 0
    var length = 0
    for chain in table.chains {
      length += 1
      longest = max(longest, length)
      if chain & 1 == 1 { length = 0 }
    }
    return longest
  }

  /// The entries that the buckets lead to, one chain after the other; nil if every chain is short.
  private static func order(of table: SysVHashTable, beyond limit: Int) -> [SymbolIndex]? {
    var order: [SymbolIndex] = []
    var isSeen = [Bool](repeating: false, count: table.chains.count)
    var longest = 0
    for bucket in table.buckets {
      var index = Int(bucket)
      var length = 0
      while index != 0, index < table.chains.count, !isSeen[index] {
        isSeen[index] = true
        order.append(SymbolIndex(index))
        index = Int(table.chains[index])
        length += 1
      }
      // A chain that leads into another, or into itself, is as long as one can be.
      let isMerged = index != 0 && index < table.chains.count
      longest = max(longest, isMerged ? .max : length)
    }
    return longest > limit ? order : nil
  }
}

/// What a lookup asks of an entry beside its name and version.
private struct Traits {
  /// Smaller than 32.
  let number: Int

  init(of index: SymbolIndex, in image: DynamicImage) {
    let symbol = image[index]
    let words = image.versions?.table ?? []
    let word = index.position < words.count ? words[index.position] : .local
    // Which of the versions 0 and 1, 2, 3 and beyond it has: an unversioned lookup takes the first ones.
    number =
      (symbol.canBeBound ? 16 : 0) + (symbol.isUndefined ? 8 : 0) + (word.isHidden ? 4 : 0)
      + min(Int(word.number), 3)
  }
}

/// The first two of the entries of each kind.
private struct DecisiveEntries: Sendable {
  /// In increasing order.
  private(set) var places: [Int32] = []
  private var seenOnce: UInt32 = 0
  private var seenTwice: UInt32 = 0

  /// Adds the entry at `place`, behind those that were added before.
  mutating func append(_ place: Int, _ traits: Traits) {
    let bit: UInt32 = 1 << UInt32(traits.number)
    if seenTwice & bit != 0 { return }
    if seenOnce & bit != 0 { seenTwice |= bit }
    seenOnce |= bit
    places.append(Int32(place))
  }
}
