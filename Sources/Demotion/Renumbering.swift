// What every new order of a symbol table does to what refers to its entries, and asks of them.

internal import ELFModel

extension RelocationTable {
  /// Gives each relocation the index that its symbol has now.
  mutating func renumber(by newIndex: (SymbolIndex) -> SymbolIndex) {
    for index in symbolic.indices { symbolic[index].symbol = newIndex(symbolic[index].symbol) }
  }
}

extension DynamicSymbol {
  /// Whether the symbol is a definition for its own file alone, and no section's.
  var isOwnDefinition: Bool {
    isLocal && !isUndefined && type != .section && type != .file
  }
}

extension [DynamicSymbol] {
  /// Where the local entries of a table end, as `sh_info` says it.
  var firstGlobal: UInt32 { UInt32(dropFirst().firstIndex { !$0.isLocal } ?? count) }
}
