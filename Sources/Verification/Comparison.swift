// Two images, and which entry of the one is which entry of the other. The pairing is found from
// the entries themselves, not from any plan.

internal import ELFModel

/// A file before and after, its symbols paired.
struct Comparison {
  let before: DynamicImage
  let after: DynamicImage
  let intended: SymbolSet?
  let forced: SymbolSet
  let latitude: Latitude
  /// For each entry before, the entry after that is the same; nil if there is none.
  let successor: [SymbolIndex?]
  /// Entries after that nothing before stands for.
  let strangers: [SymbolIndex]

  init(
    before: DynamicImage, after: DynamicImage, intended: SymbolSet?, forced: SymbolSet,
    latitude: Latitude
  ) {
    self.latitude = latitude
    self.before = before
    self.after = after
    self.intended = intended
    self.forced = forced
    (successor, strangers) = Self.pair(before, after)
  }

  /// The entries that are not local before and local, or gone, after.
  var demoted: [SymbolIndex] {
    before.symbolIndices.filter { index in
      guard !before[index].isLocal else { return false }
      return successor[index.position].map { after[$0].isLocal } ?? true
    }
  }

  /// The entries that are gone.
  var removed: [SymbolIndex] { before.symbolIndices.filter { successor[$0.position] == nil } }

  /// What an entry is, whatever its binding and visibility.
  private struct Identity: Hashable {
    let nameOffset: UInt32
    let value: UInt64
    let size: UInt64
    let section: UInt16
    let type: UInt8
    let machineBits: UInt8
    /// The rest of the entry and its version; 0 to leave them out of the comparison.
    let rest: UInt64

    init(_ image: DynamicImage, _ index: SymbolIndex, whole: Bool) {
      let symbol = image[index]
      nameOffset = symbol.nameOffset
      value = symbol.value
      size = symbol.size
      section = symbol.sectionIndex
      type = symbol.info & 0xf
      machineBits = symbol.other >> 2
      let version = UInt64(Comparison.version(image, index)?.rawValue ?? 0)
      rest = whole ? version << 16 | UInt64(symbol.info) << 8 | UInt64(symbol.other) : 0
    }
  }

  /// Whether an entry before and one after are the same but for who can see them. Of several that
  /// are alike nobody can tell which is which.
  func isAlike(_ old: SymbolIndex, _ new: SymbolIndex) -> Bool {
    Identity(before, old, whole: false) == Identity(after, new, whole: false)
  }

  /// Pairs unchanged entries first and what is left by identity, each in table order.
  private static func pair(_ before: DynamicImage, _ after: DynamicImage)
    -> ([SymbolIndex?], [SymbolIndex])
  {
    var successor = [SymbolIndex?](repeating: nil, count: before.symbols.table.count)
    if !successor.isEmpty { successor[0] = .null }
    var left = Array(after.symbolIndices)
    for whole in [true, false] {
      var candidates: [Identity: [SymbolIndex]] = [:]
      for index in left.reversed() {
        candidates[Identity(after, index, whole: whole), default: []].append(index)
      }
      for index in before.symbolIndices where successor[index.position] == nil {
        successor[index.position] =
          candidates[Identity(before, index, whole: whole)]?.popLast()
      }
      let taken = SymbolSet(successor.lazy.compactMap { $0 })
      left = left.filter { !taken.contains($0) }
    }
    return (successor, left)
  }

  static func version(_ image: DynamicImage, _ index: SymbolIndex) -> VersionIndex? {
    guard let versions = image.versions?.table, index.position < versions.count else { return nil }
    return versions[index.position]
  }
}
