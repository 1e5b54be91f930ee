// A file in which nothing says how many symbols it has. Without hash tables and section headers only
// relocations speak of symbols, and none of them may name the last ones: another order would hide
// other symbols, or show them.

internal import ELFModel

extension DynamicImage {
  var uncountedSymbols: Obstacle? {
    guard gnuHash == nil, sysvHash == nil, sections?.table.dynamicSymbols == nil else { return nil }
    return Obstacle(
      id: "uncounted-symbols", structure: TableName.symbols.rawValue,
      reason: "neither a hash table nor a section header says how many symbols there are")
  }
}
