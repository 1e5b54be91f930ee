// Local symbols that nothing refers to any more, taken out of `.dynsym`, as if the linker had never
// exported them. Tables become shorter where they are; nothing moves.
//
// A loader reaches a local symbol only through a relocation that names it, so an entry that none
// names is of use to nobody but dladdr(3) and people. Sections' symbols stay: linkers wrote them.

public import ELFModel

/// The removal of an image's unreferenced local symbols.
public struct SymbolRemoval: Sendable, Equatable {
  /// The symbols that go, by their indices before.
  public let removed: SymbolSet
  /// For each symbol before its index afterwards; nil for those that go.
  private let newIndices: [SymbolIndex?]

  /// Finds what goes from `image`, in which every demotion and conversion is made.
  public init(from image: DynamicImage) {
    let named = image.relocations.reduce(into: SymbolSet()) { named, placed in
      for relocation in placed.table.symbolic { named.insert(relocation.symbol) }
    }
    removed = SymbolSet(
      image.symbolIndices.filter { image[$0].isOwnDefinition && !named.contains($0) })
    var next = 0
    var indices: [SymbolIndex?] = []
    indices.reserveCapacity(image.symbols.table.count)
    for position in image.symbols.table.indices {
      let stays = !removed.contains(SymbolIndex(position))
      indices.append(stays ? SymbolIndex(next) : nil)
      next += stays ? 1 : 0
    }
    newIndices = indices
  }

  /// The image without them.
  public func applied(to image: DynamicImage) -> DynamicImage {
    guard !removed.isEmpty else { return image }
    var after = image
    let recordSize = image.symbols.region.byteCount / max(1, image.symbols.table.count)
    after.symbols = image.symbols.shortened(
      to: stay(image.symbols.table), recordSize: recordSize)
    if let versions = image.versions {
      after.versions = versions.shortened(to: stay(versions.table), recordSize: 2)
    }
    if let gnuHash = image.gnuHash {
      after.gnuHash?.table = renumbered(gnuHash.table, symbolCount: after.symbols.table.count)
    }
    if let sysvHash = image.sysvHash { after.sysvHash = renumbered(sysvHash, of: image) }
    for table in after.relocations.indices {
      after.relocations[table].table.renumber(by: newIndex)
    }
    after.forgetNames(of: removed, in: image)
    after.describeInSections()
    return after
  }

  /// What `elements`, one per symbol, have for the symbols that stay.
  private func stay<Element>(_ elements: [Element]) -> [Element] {
    zip(elements, newIndices).compactMap { $1 == nil ? nil : $0 }
  }

  /// Where `former` stands afterwards. Nothing refers to what is removed; in tables that contradict
  /// each other something might, and loses its symbol, which no verification lets pass.
  private func newIndex(of former: SymbolIndex) -> SymbolIndex {
    former.position < newIndices.count ? newIndices[former.position] ?? .null : .null
  }

  /// Hashed symbols are the last ones and stay: all of them move up as far. An empty table says no
  /// more by its symoffset than how many symbols there are at least.
  private func renumbered(_ table: GNUHashTable, symbolCount: Int) -> GNUHashTable {
    var table = table
    let distance = UInt32(removed.count)
    table.symbolOffset =
      table.chains.isEmpty
      ? min(table.symbolOffset, UInt32(symbolCount)) : table.symbolOffset &- distance
    table.buckets = table.buckets.map { $0 == 0 ? 0 : $0 &- distance }
    return table
  }

  private func renumbered(_ placed: Placed<SysVHashTable>, of image: DynamicImage)
    -> Placed<SysVHashTable>
  {
    var table = placed.table
    func link(_ word: UInt32) -> UInt32 {
      word == 0 ? 0 : newIndex(of: SymbolIndex(rawValue: word)).rawValue
    }
    let isMember = table.members()
    table.buckets = table.buckets.map(link)
    table.chains = stay(zip(table.chains, isMember).map { $1 ? link($0) : 0 })
    let wordSize = image.header.machine.sysvHashWordSize
    let byteCount = (2 + table.buckets.count + table.chains.count) * wordSize
    return Placed(table, in: FileRegion(offset: placed.region.offset, byteCount: byteCount))
  }
}

extension Placed {
  /// The table with `elements` left, in the beginning of its place.
  fileprivate func shortened<Element>(to elements: [Element], recordSize: Int) -> Self
  where Table == [Element] {
    Placed(
      elements, in: FileRegion(offset: region.offset, byteCount: elements.count * recordSize))
  }
}

extension DynamicImage {
  /// Takes the names of `removed`, symbols of `before`, out of `.dynstr`, as far as nothing else
  /// reads them, and says how long it is now.
  fileprivate mutating func forgetNames(of removed: SymbolSet, in before: DynamicImage) {
    let kept = symbols.table.map(\.nameOffset) + nameOffsetsBesideSymbols
    let table = strings.table.without(
      namesAt: removed.map { before[$0].nameOffset }, keeping: kept)
    strings = Placed(
      table, in: FileRegion(offset: strings.region.offset, byteCount: table.bytes.count))
    if let entry = dynamic.table.lastIndex(where: { $0.tag == .stringsSize }) {
      dynamic.table[entry] = DynamicEntry(tag: .stringsSize, value: UInt64(table.bytes.count))
    }
  }
}
