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
  let successor: Successors
  /// Entries of which some are gone, and nobody can tell which.
  let alike: SymbolSet
  /// Entries after that nothing before stands for.
  let strangers: [SymbolIndex]
  /// The entries that are not local before and local, or gone, after.
  let demoted: SymbolSet

  init(
    before: DynamicImage, after: DynamicImage, intended: SymbolSet?, forced: SymbolSet,
    latitude: Latitude
  ) {
    self.latitude = latitude
    self.before = before
    self.after = after
    self.intended = intended
    self.forced = forced
    let (successor, strangers, alike) = pair(before, after)
    (self.successor, self.strangers, self.alike) = (successor, strangers, alike)
    demoted = SymbolSet(tableOf: before.symbols.table.count) { index in
      guard !before[index].isLocal else { return false }
      return successor[index.position].map { after[$0].isLocal } ?? true
    }
  }

  /// The entries that are gone.
  var removed: [SymbolIndex] { before.symbolIndices.filter { successor[$0.position] == nil } }

  /// Whether an entry before and one after are the same but for who can see them. Of several that
  /// are alike nobody can tell which is which.
  func isAlike(_ old: SymbolIndex, _ new: SymbolIndex) -> Bool {
    EntryIdentity(before[old]) == EntryIdentity(after[new])
  }

  static func version(_ image: DynamicImage, _ index: SymbolIndex) -> VersionIndex? {
    guard let versions = image.versions?.table, index.position < versions.count else { return nil }
    return versions[index.position]
  }
}
