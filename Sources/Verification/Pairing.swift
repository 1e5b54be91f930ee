// Which entry of a table is which of another. Entries are known by what they are, so that no plan is
// believed. A file can be made of very many entries that are alike; each is handed out once, in table
// order, and none is looked at twice for it.

internal import ELFModel

/// For each entry before the entry after that is the same.
struct Successors {
  /// Their positions; behind the null symbol, 0 for none.
  private var positions: [UInt32]

  /// Only the null symbol of a table of `count` symbols has one: the null symbol.
  init(tableOf count: Int) { positions = [UInt32](repeating: 0, count: count) }

  var count: Int { positions.count }

  /// The successor of the entry at `position`; nil if it has none.
  subscript(position: Int) -> SymbolIndex? {
    get {
      let successor = positions[position]
      return successor == 0 && position != 0 ? nil : SymbolIndex(rawValue: successor)
    }
    set { positions[position] = newValue?.rawValue ?? 0 }
  }
}

/// Pairs unchanged entries first, then those that are what demotion makes of them, and what is left by
/// identity, each in table order.
///
/// - Returns: for each entry of `before` its successor in `after`, the entries that are none, and the
///   entries of `before` of which some are gone and nobody can tell which.
func pair(
  _ before: DynamicImage, _ after: DynamicImage
) -> (Successors, strangers: [SymbolIndex], alike: SymbolSet) {
  var successors = Successors(tableOf: before.symbols.table.count)
  var taken = SymbolSet()
  // Nearly every entry is like no other, and then there is nothing to choose from.
  var kinds = EntryKinds(of: after)
  let kindBefore = before.symbols.table.indices.map { position in
    position == 0 ? 0 : kinds.claim(EntryIdentity(before[SymbolIndex(position)]))
  }
  for index in before.symbolIndices {
    let kind = kindBefore[index.position]
    guard kind != 0, !kinds.isShared(kind) else { continue }
    successors[index.position] = SymbolIndex(rawValue: kind)
    taken.insert(SymbolIndex(rawValue: kind))
  }
  guard kinds.hasShared else {
    return (successors, after.symbolIndices.filter { !taken.contains($0) }, [])
  }
  let boundLazily = before.jumpSlotSymbols
  for likeness in Likeness.allCases {
    var pool = EntryPool(of: after, without: taken, likeness)
    for index in before.symbolIndices
    where successors[index.position] == nil && kindBefore[index.position] != 0 {
      var symbol = before[index]
      if likeness == .visibility {
        symbol.visibility = visibilityOnceDemoted(symbol, boundLazily.contains(index))
      }
      let identity = EntryIdentity(symbol, Comparison.version(before, index), likeness)
      guard let found = pool.take(identity) else { continue }
      successors[index.position] = found
      taken.insert(found)
    }
  }
  let kindsOfGone = Set(
    before.symbolIndices.lazy.filter { successors[$0.position] == nil }.map {
      kindBefore[$0.position]
    })
  let alike = SymbolSet(tableOf: kindBefore.count) { index in
    let kind = kindBefore[index.position]
    return kind != 0 && kinds.isShared(kind) && kindsOfGone.contains(kind)
  }
  return (successors, after.symbolIndices.filter { !taken.contains($0) }, alike)
}

/// The visibility that a symbol has once it is local: a closed one stays, and a call that is bound lazily
/// must find none of `STV_DEFAULT` (glibc `elf/dl-runtime.c`, `_dl_fixup`, looks those up).
func visibilityOnceDemoted(_ symbol: DynamicSymbol, _ isBoundLazily: Bool) -> SymbolVisibility {
  symbol.visibility.isClosed ? symbol.visibility : isBoundLazily ? .hidden : .default
}

/// What besides name, value, size, section and type makes two entries the same.
enum Likeness: CaseIterable {
  case bindingVisibilityAndVersion
  case visibility
  case nothing
}

/// What an entry is.
struct EntryIdentity: Equatable {
  private let place: UInt64
  private let value: UInt64
  private let size: UInt64
  private let version: UInt64

  init(
    _ symbol: DynamicSymbol, _ version: VersionIndex? = nil, _ likeness: Likeness = .nothing
  ) {
    (value, size) = (symbol.value, symbol.size)
    let isWhole = likeness == .bindingVisibilityAndVersion
    let info = isWhole ? symbol.info : symbol.info & 0xf
    let other = likeness == .nothing ? symbol.other >> 2 : symbol.other
    place =
      UInt64(symbol.nameOffset) << 32 | UInt64(symbol.sectionIndex) << 16
      | UInt64(info) << 8 | UInt64(other)
    self.version = isWhole ? UInt64(version?.rawValue ?? 0) : 0
  }

  var hash: UInt32 { HashSlots.hash(place, value, size, version) }
}

/// What there is among the entries of a table, whatever their binding, visibility and version. The first
/// entry of a kind stands for it.
private struct EntryKinds {
  private let symbols: [DynamicSymbol]
  private var slots = HashSlots()
  private var isClaimed: [Bool]
  private var isAmbiguous: [Bool]
  /// Whether some entries cannot be told from each other.
  private(set) var hasShared = false

  init(of image: DynamicImage) {
    symbols = image.symbols.table
    isClaimed = [Bool](repeating: false, count: symbols.count)
    isAmbiguous = isClaimed
    slots.reserve(symbols.count)
    for position in symbols.indices.dropFirst() {
      let identity = EntryIdentity(symbols[position])
      let hash = identity.hash
      if let first = self.position(of: identity, hash) {
        share(first)
      } else {
        slots.insert(position, hash)
      }
    }
  }

  /// The kind of an entry of another table, one after the other; 0 if none here is of it.
  mutating func claim(_ identity: EntryIdentity) -> UInt32 {
    guard let first = position(of: identity, identity.hash) else { return 0 }
    if isClaimed[first] { share(first) }
    isClaimed[first] = true
    return UInt32(first)
  }

  /// Whether either table has several entries of `kind`.
  func isShared(_ kind: UInt32) -> Bool { isAmbiguous[Int(kind)] }

  private mutating func share(_ first: Int) {
    isAmbiguous[first] = true
    hasShared = true
  }

  private func position(of identity: EntryIdentity, _ hash: UInt32) -> Int? {
    slots.position(hash) { EntryIdentity(symbols[$0]) == identity }
  }
}

/// Entries of a table by what they are.
private struct EntryPool {
  private let symbols: [DynamicSymbol]
  private let versions: [VersionIndex]
  private let likeness: Likeness
  /// Of those that are alike the last, under which all of them are filed.
  private var slots = HashSlots()
  /// For each entry that others are filed under, the first of them that is left; 0 for none.
  private var firsts: [UInt32]
  /// For each entry the next one that is like it; 0 for none.
  private var nexts: [UInt32]

  init(of image: DynamicImage, without taken: SymbolSet, _ likeness: Likeness) {
    symbols = image.symbols.table
    versions = image.versions?.table ?? []
    self.likeness = likeness
    let count = image.symbols.table.count
    firsts = [UInt32](repeating: 0, count: count)
    nexts = [UInt32](repeating: 0, count: count)
    slots.reserve(count - taken.count)
    for index in image.symbolIndices.reversed() where !taken.contains(index) { file(index) }
  }

  private mutating func file(_ index: SymbolIndex) {
    let identity = identity(index.position)
    let hash = identity.hash
    guard let holder = position(of: identity, hash) else {
      slots.insert(index.position, hash)
      firsts[index.position] = index.rawValue
      return
    }
    nexts[index.position] = firsts[holder]
    firsts[holder] = index.rawValue
  }

  /// Takes the first that is left of the entries that are `identity`.
  mutating func take(_ identity: EntryIdentity) -> SymbolIndex? {
    guard let holder = position(of: identity, identity.hash), firsts[holder] != 0 else {
      return nil
    }
    let index = SymbolIndex(rawValue: firsts[holder])
    firsts[holder] = nexts[index.position]
    return index
  }

  private func position(of identity: EntryIdentity, _ hash: UInt32) -> Int? {
    slots.position(hash) { self.identity($0) == identity }
  }

  private func identity(_ position: Int) -> EntryIdentity {
    EntryIdentity(
      symbols[position], position < versions.count ? versions[position] : nil, likeness)
  }
}
