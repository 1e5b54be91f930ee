// The rules, in the order they speak: the first that fires gives the reason.

public import ELFModel

/// All rules that a file alone decides.
public enum RuleCatalog {
  /// The rules in order. What can never be demoted comes first.
  public static let all: [Rule] = [
    .undefined,
    .canonicalPLT,
    .valuelessReference,
    .misreadReference,
    .versionMarker,
    .copyRelocation,
    .gnuUnique,
    .allocator,
    .sanitizerRuntime,
    .cxxRuntime,
    .typeInformation,
    .runtimeLookup,
    .cLibraryData,
  ]

  /// The rules as questions about the symbols of `image`: for each symbol the first rule that
  /// speaks against its demotion.
  ///
  /// - Parameter processIsKnown: whether rules that only guess at a process are left out.
  public static func objections(in image: DynamicImage, processIsKnown: Bool = false)
    -> (SymbolIndex) -> Objection?
  {
    let named = symbolsByName(in: image)
    var deciding = DecidingRules(tableOf: image.symbols.table.count)
    for (position, rule) in all.enumerated() where !(processIsKnown && rule.isDecidedByProcess) {
      deciding.add(position, of: rule.names == nil ? rule.symbols(image) : named[position])
    }
    let decided = deciding
    return { symbol in decided[symbol].map { all[$0].objection } }
  }

  /// For each rule that goes by names the symbols that it speaks of: those of all such rules are found
  /// in one go.
  private static func symbolsByName(in image: DynamicImage) -> [SymbolSet] {
    var symbols = [SymbolSet](repeating: [], count: all.count)
    for index in image.symbolIndices {
      var marks = names.marks(ofNameAt: image[index].nameOffset, in: image.strings.table)
      while marks != 0 {
        symbols[marks.trailingZeroBitCount].insert(index)
        marks &= marks - 1
      }
    }
    return symbols
  }

  private static let names = NamePatterns(all.map { $0.names })

  /// Every rule that speaks against the demotion of `symbol` in `image`, in order.
  ///
  /// - Parameter processIsKnown: whether rules that only guess at a process are left out.
  public static func allObjections(
    to symbol: SymbolIndex, in image: DynamicImage, processIsKnown: Bool = false
  ) -> [Objection] {
    all.filter {
      !(processIsKnown && $0.isDecidedByProcess) && $0.symbols(image).contains(symbol)
    }
    .map(\.objection)
  }
}
