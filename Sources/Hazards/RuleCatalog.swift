// The rules, in the order they speak: the first that fires gives the reason.

public import ELFModel

/// All rules that a file alone decides.
public enum RuleCatalog {
  /// The rules in order. What can never be demoted comes first.
  public static let all: [Rule] = [
    .undefined,
    .canonicalPLT,
    .versionMarker,
    .cLibrary,
    .copyRelocation,
    .gnuUnique,
    .allocator,
    .sanitizerRuntime,
    .cxxRuntime,
    .runtimeLookup,
  ]

  /// The rules as questions about the symbols of `image`: for each symbol the first rule that
  /// speaks against its demotion.
  public static func objections(in image: DynamicImage) -> (SymbolIndex) -> Rule? {
    let prepared = all.map { ($0, $0.prepare(image)) }
    return { symbol in prepared.first { $0.1(symbol) }?.0 }
  }
}
