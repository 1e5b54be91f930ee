// The difference between two dynamic symbol tables: what each named, defined symbol was and is.
// It is taken from the two images alone, whatever happened in between.

public import ELFModel

/// One symbol in one table.
public struct ListedSymbol: Sendable, Equatable {
  /// Where it stands.
  public let index: SymbolIndex
  /// Its name.
  public let name: String
  /// Its version, unless it has none.
  public let version: String?
  /// `name`, `name@@VERSION` or `name@VERSION`.
  public let versionedName: String
  /// As nm shows it.
  public let letter: Character
  /// Its entry.
  public let symbol: DynamicSymbol
}

/// What became of one symbol.
public struct SymbolChange: Sendable, Equatable {
  /// In the table before; nil if it is new.
  public let before: ListedSymbol?
  /// In the table after; nil if it is gone.
  public let after: ListedSymbol?

  /// Whether a loader or a linker sees a difference.
  public var isChange: Bool {
    guard let before, let after else { return true }
    return before.letter != after.letter || before.versionedName != after.versionedName
      || before.symbol.info != after.symbol.info || before.symbol.other != after.symbol.other
      || before.symbol.value != after.symbol.value || before.symbol.size != after.symbol.size
  }

  /// Whether the symbol was there for others and is only there for its own file now.
  public var isDemotion: Bool {
    guard let before, let after else { return false }
    return !before.symbol.isLocal && after.symbol.isLocal
  }

  /// The symbol, wherever it is.
  var either: ListedSymbol? { before ?? after }
}

extension DynamicImage {
  /// What is worth listing: defined symbols with a name, except sections, files and the markers of
  /// version definitions; in table order.
  var listedSymbols: [ListedSymbol] {
    let naming = SymbolNaming(self)
    let markers = VersionMarkers(in: self)
    return symbolIndices.compactMap { index in
      let symbol = self[index]
      guard !symbol.isUndefined, symbol.type != .section, symbol.type != .file,
        !strings.table.isEmptyName(at: symbol.nameOffset), !markers.contains(symbol)
      else { return nil }
      return ListedSymbol(
        index: index, name: naming.name(of: index), version: naming.version(of: index),
        versionedName: naming.versionedName(of: index), letter: letter(of: index), symbol: symbol)
    }
  }
}

/// Pairs the symbols of two images by name, address and type, equal versions first.
///
/// - Returns: one change per symbol that is not local on both sides, by name and version.
public func symbolChanges(from before: DynamicImage, to after: DynamicImage) -> [SymbolChange] {
  struct Key: Hashable {
    let name: String
    let value: UInt64?
    let type: UInt8?
  }
  var waiting = after.listedSymbols[...]
  var positions: [Key: [Int]] = [:]
  var taken = [Bool](repeating: false, count: waiting.count)
  func keys(_ listed: ListedSymbol) -> [Key] {
    // The same symbol of two builds has another address.
    [
      Key(name: listed.name, value: listed.symbol.value, type: listed.symbol.type.rawValue),
      Key(name: listed.name, value: nil, type: nil),
    ]
  }
  for (position, listed) in waiting.enumerated().reversed() {
    for key in keys(listed) { positions[key, default: []].append(position) }
  }
  func take(_ listed: ListedSymbol) -> ListedSymbol? {
    for key in keys(listed) {
      let free = (positions[key] ?? []).filter { !taken[$0] }
      let same = free.last { waiting[$0].versionedName == listed.versionedName }
      guard let position = same ?? free.last else { continue }
      taken[position] = true
      return waiting[position]
    }
    return nil
  }
  var changes = before.listedSymbols.map { SymbolChange(before: $0, after: take($0)) }
  for (position, listed) in waiting.enumerated() where !taken[position] {
    changes.append(SymbolChange(before: nil, after: listed))
  }
  waiting = []
  return changes.filter { change in
    !(change.before?.symbol.isLocal ?? true) || !(change.after?.symbol.isLocal ?? true)
  }.sorted {
    let (first, second) = ($0.either, $1.either)
    return (first?.name ?? "", first?.version ?? "", first?.index.rawValue ?? 0)
      < (second?.name ?? "", second?.version ?? "", second?.index.rawValue ?? 0)
  }
}
