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
    let rules = all.filter { !(processIsKnown && $0.isDecidedByProcess) }
    var deciding = DecidingRules(tableOf: image.symbols.table.count)
    for position in rules.indices { deciding.add(position, of: rules[position].symbols(image)) }
    let decided = deciding
    return { symbol in decided[symbol].map { rules[$0].objection } }
  }

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
