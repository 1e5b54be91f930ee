// Two images, and which entry of the one is which entry of the other. The pairing is found from
// the entries themselves, not from any plan.

internal import ELFModel

/// A file before and after, its symbols paired.
struct Comparison {
  let before: DynamicImage
  let after: DynamicImage
  let intended: Set<SymbolIndex>?
  /// For each entry before, the entry after that is the same; nil if there is none.
  let successor: [SymbolIndex?]
  /// Entries after that nothing before stands for.
  let strangers: [SymbolIndex]

  init(before: DynamicImage, after: DynamicImage, intended: Set<SymbolIndex>?) {
    self.before = before
    self.after = after
    self.intended = intended
    (successor, strangers) = Self.pair(before, after)
  }

  /// The entries that are not local before and local after.
  var demoted: [SymbolIndex] {
    before.symbolIndices.filter { index in
      guard let next = successor[index.position] else { return false }
      return after[next].isLocal && !before[index].isLocal
    }
  }

  /// What an entry is, whatever its binding and visibility.
  private struct Identity: Hashable {
    let nameOffset: UInt32
    let value: UInt64
    let size: UInt64
    let section: UInt16
    let type: UInt8
    let machineBits: UInt8

    init(_ symbol: DynamicSymbol) {
      nameOffset = symbol.nameOffset
      value = symbol.value
      size = symbol.size
      section = symbol.sectionIndex
      type = symbol.info & 0xf
      machineBits = symbol.other >> 2
    }
  }

  /// Pairs unchanged entries first and what is left by identity, each in table order.
  private static func pair(_ before: DynamicImage, _ after: DynamicImage)
    -> ([SymbolIndex?], [SymbolIndex])
  {
    var candidates: [Identity: [SymbolIndex]] = [:]
    for index in after.symbolIndices.reversed() {
      candidates[Identity(after[index]), default: []].append(index)
    }
    var successor = [SymbolIndex?](repeating: nil, count: before.symbols.table.count)
    if !successor.isEmpty { successor[0] = .null }
    func take(_ index: SymbolIndex, where accepts: (SymbolIndex) -> Bool) {
      let key = Identity(before[index])
      guard let place = candidates[key]?.lastIndex(where: accepts) else { return }
      successor[index.position] = candidates[key]?.remove(at: place)
    }
    for index in before.symbolIndices {
      take(index) {
        after[$0] == before[index] && version(after, $0) == version(before, index)
      }
    }
    for index in before.symbolIndices where successor[index.position] == nil {
      take(index) { _ in true }
    }
    return (successor, candidates.values.flatMap { $0 }.sorted())
  }

  static func version(_ image: DynamicImage, _ index: SymbolIndex) -> VersionIndex? {
    guard let versions = image.versions?.table, index.position < versions.count else { return nil }
    return versions[index.position]
  }
}
