// What a file offers to others.

extension DynamicImage {
  /// The definitions that another object could name: every entry that is defined, not local, and
  /// not the marker of a version definition; in table order.
  public var exports: [SymbolIndex] {
    let markers = VersionMarkers(in: self)
    return symbolIndices.filter { index in
      let symbol = self[index]
      return !symbol.isLocal && !symbol.isUndefined && !markers.contains(symbol)
    }
  }

  /// The indices of symbols that some JUMP_SLOT names.
  public var jumpSlotSymbols: Set<SymbolIndex> {
    guard let type = header.machine.relocationTypes?.jumpSlot else { return [] }
    return symbols(namedBy: type)
  }

  private func symbols(namedBy type: UInt32) -> Set<SymbolIndex> {
    var named: Set<SymbolIndex> = []
    for relocation in relocations.lazy.flatMap(\.table.symbolic) where relocation.type == type {
      named.insert(relocation.symbol)
    }
    return named
  }
}

/// The absolute symbols by which linkers mark a version definition: named as the version, of no
/// use to a loader.
public struct VersionMarkers: Sendable {
  private let definitions: [VersionDefinition]
  private let strings: StringTable

  /// The markers of `image`'s version definitions.
  public init(in image: DynamicImage) {
    definitions = image.versionDefinitions
    strings = image.strings.table
  }

  /// Whether `symbol` is one of them.
  public func contains(_ symbol: DynamicSymbol) -> Bool {
    symbol.isAbsolute
      && definitions.contains { strings.sameName($0.nameOffset, symbol.nameOffset) }
  }
}
