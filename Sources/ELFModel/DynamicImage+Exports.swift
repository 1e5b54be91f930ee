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
  public var jumpSlotSymbols: SymbolSet {
    guard let type = header.machine.relocationTypes?.jumpSlot else { return [] }
    var named = SymbolSet()
    for placed in relocations {
      for relocation in placed.table.symbolic where relocation.type == type {
        named.insert(relocation.symbol)
      }
    }
    return named
  }
}

/// The absolute symbols by which linkers mark a version definition: named as the version, of no
/// use to a loader.
public struct VersionMarkers: Sendable {
  private let names: NameSet
  private let strings: StringTable

  /// The markers of `image`'s version definitions.
  public init(in image: DynamicImage) {
    strings = image.strings.table
    names = NameSet(
      image.versionDefinitions.map { Array(image.strings.table.name(at: $0.nameOffset)) })
  }

  /// Whether `symbol` is one of them.
  public func contains(_ symbol: DynamicSymbol) -> Bool {
    symbol.isAbsolute && names.contains(strings.name(at: symbol.nameOffset))
  }
}
