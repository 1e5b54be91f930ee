// Captures that are as they should be. Each kind has a rule of its own and a line in the catalog, as
// the hazards have; illumos's lari(1) filters in the same spirit.

/// A kind of capture that is no finding.
public struct DullRule: Sendable {
  /// A stable name.
  public let id: String
  /// What such captures are, in a few words.
  public let title: String
  let applies: @Sendable (Capture) -> Bool

  init(id: String, title: String, applies: @escaping @Sendable (Capture) -> Bool) {
    self.id = id
    self.title = title
    self.applies = applies
  }
}

/// The kinds, in the order in which they are asked: the first one that applies is counted.
public enum DullCatalog {
  /// Every kind.
  public static let all: [DullRule] = [
    .copiedData,
    .canonicalPLT,
    .linkerMade,
    .preloaded,
    .platform,
    .processWide,
    .allocatorWrapper,
    .vagueLinkage,
    .overriddenDefault,
  ]

  /// The kind of `capture`; nil if it is worth telling.
  static func rule(for capture: Capture) -> DullRule? { all.first { $0.applies(capture) } }
}

/// How many captures of each kind were left out.
public struct DullCounts: Sendable, Equatable {
  private var counts = [Int](repeating: 0, count: DullCatalog.all.count)

  /// Nothing left out.
  public init() {}

  mutating func count(_ rule: DullRule) {
    guard let place = DullCatalog.all.firstIndex(where: { $0.id == rule.id }) else { return }
    counts[place] += 1
  }

  /// The kinds that were met, with their counts, in the order of the catalog.
  public var met: [(rule: DullRule, count: Int)] {
    zip(DullCatalog.all, counts).filter { $0.1 > 0 }
  }

  /// How many in all.
  public var total: Int { counts.reduce(0, +) }
}
