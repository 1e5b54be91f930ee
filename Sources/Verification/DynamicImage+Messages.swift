// What messages say of a symbol.

internal import ELFModel

extension DynamicImage {
  /// The file offset of the entry at `index`.
  func fileOffset(of index: SymbolIndex) -> Int {
    let count = max(1, symbols.table.count)
    return symbols.region.offset + index.position * (symbols.region.byteCount / count)
  }

  /// The name of the entry at `index`.
  func text(of index: SymbolIndex) -> String { strings.table.text(at: self[index].nameOffset) }
}
