// Files whose loader takes a relocation that names a local symbol for something else than the loaders
// of other files do: Android's looks the name up (Hazards/Obstacles/AndroidObstacle.swift), those of
// some machines leave the symbol's value out (`LocalSymbols.boundWithoutValue`). In such a file no
// relocation may come to name a demoted symbol, so that a demotion needs its relocations converted, and
// what cannot be converted keeps its symbol exported.

extension DynamicImage {
  /// Whether no relocation of the file may name a symbol that an edit made local.
  public var misreadsDemotedReferences: Bool {
    androidEvidence != nil || omitsLocalValues
  }

  /// Whether a relocation of an address gets none of the value of a local symbol that it names.
  public var omitsLocalValues: Bool { header.machine.localSymbols == .boundWithoutValue }

  /// Whether the file's loader binds every PLT slot at once and takes RELATIVE among them, as Android's
  /// does.
  public var takesRelativeSlots: Bool { androidEvidence != nil }

  /// The symbols that some relocation a loader works through would go on naming, were they local.
  public var symbolsWithoutOtherForm: SymbolSet {
    let includesSlots = takesRelativeSlots
    var found = SymbolSet()
    for placed in relocations where placed.table.isLoaded {
      for relocation in placed.table.symbolic
      where relocation.symbol.position < symbols.table.count
        && meaningWithoutSymbol(of: relocation, includesSlots: includesSlots) == nil
      {
        found.insert(relocation.symbol)
      }
    }
    return found
  }

  /// How many relocations name a symbol that is local here and was not in `original`, of which the
  /// file was made without a removal, and would be misread.
  public func misreadReferences(since original: DynamicImage) -> Int {
    guard misreadsDemotedReferences else { return 0 }
    return zip(relocations, original.relocations).reduce(0) { sum, tables in
      let (now, then) = (tables.0.table, tables.1.table)
      guard now.isLoaded else { return sum }
      return sum
        + zip(now.symbolic, then.split(by: now).named).count { relocation, former in
          self[relocation.symbol].isLocal && !original[former.symbol].isLocal
        }
    }
  }
}
