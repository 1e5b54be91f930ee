// A rule names symbols whose demotion may break a program, as far as the file alone tells. Each
// rule has a file of its own under Rules/ and a line in the catalog.

internal import ELFModel

/// One reason not to demote a symbol.
public struct Rule: Sendable {
  /// A stable name, for reports and for people who look it up.
  public let id: String
  /// Why, in one line, as it stands beside a kept symbol.
  public let reason: String
  /// Whether `--force` may override the rule. What no table could express stays in any case.
  public let yieldsToForce: Bool
  /// Whether the rule's names only work as a whole: forced in part, they end up in two halves.
  public let isFamily: Bool
  /// Looks at a file once and returns the question to ask of each of its symbols.
  let prepare: @Sendable (DynamicImage) -> (SymbolIndex) -> Bool

  init(
    id: String, reason: String, yieldsToForce: Bool = true, isFamily: Bool = false,
    prepare: @escaping @Sendable (DynamicImage) -> (SymbolIndex) -> Bool
  ) {
    self.id = id
    self.reason = reason
    self.yieldsToForce = yieldsToForce
    self.isFamily = isFamily
    self.prepare = prepare
  }

  /// A rule that goes by a symbol's name.
  init(id: String, reason: String, isFamily: Bool = false, names: NamePatterns) {
    self.init(id: id, reason: reason, isFamily: isFamily) { image in
      { names.match(image.name(of: $0)) }
    }
  }
}

/// Names by whole and by beginning.
struct NamePatterns: Sendable {
  private let names: NameSet
  private let prefixes: [[UInt8]]

  init(names: [String] = [], prefixes: [String] = []) {
    self.names = NameSet(names.map { Array($0.utf8) })
    self.prefixes = prefixes.map { Array($0.utf8) }
  }

  func match(_ name: ArraySlice<UInt8>) -> Bool {
    prefixes.contains { name.starts(with: $0) } || names.contains(name)
  }
}
