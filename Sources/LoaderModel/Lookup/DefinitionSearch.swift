// Which of some objects define a name, for a great many names: a name's hash is taken once, and the
// Bloom filters of the objects dismiss most names without looking at anything else.

public import ELFModel

/// Objects in which names are looked for.
public struct DefinitionSearch: Sendable {
  private let files: [ObjectFile]
  private var filters = BloomFilters()

  /// A search in `files`.
  public init(in files: [ObjectFile]) {
    self.files = files
    for file in files { filters.append(file) }
  }

  /// Calls `found` with the position of each file that has a definition of the name at `offset` of
  /// `strings`, of whatever version.
  public func findDefiners(
    ofNameAt offset: UInt32, in strings: StringTable, _ found: (Int) -> Void
  ) {
    guard !files.isEmpty else { return }
    let hash = strings.gnuHash(at: offset)
    for position in files.indices
    where filters.pass(hash, to: LinkMapIndex(rawValue: position)) {
      let query = SymbolQuery(strings.name(at: offset), version: nil, gnuHash: hash)
      if files[position].definition(for: query) != nil { found(position) }
    }
  }
}
