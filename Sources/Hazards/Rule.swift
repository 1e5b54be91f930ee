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
  /// Whether the rule is a guess that a rule about processes replaces where a process is known.
  let isDecidedByProcess: Bool
  /// Looks at a file once and returns the question to ask of each of its symbols.
  let prepare: @Sendable (DynamicImage) -> Question

  /// Whether the rule speaks against demoting the symbol, whose name comes with it.
  typealias Question = (SymbolIndex, ArraySlice<UInt8>) -> Bool

  init(
    id: String, reason: String, yieldsToForce: Bool = true, isFamily: Bool = false,
    isDecidedByProcess: Bool = false, prepare: @escaping @Sendable (DynamicImage) -> Question
  ) {
    self.id = id
    self.reason = reason
    self.yieldsToForce = yieldsToForce
    self.isFamily = isFamily
    self.isDecidedByProcess = isDecidedByProcess
    self.prepare = prepare
  }

  /// A rule that goes by a symbol's name.
  init(
    id: String, reason: String, isFamily: Bool = false, isDecidedByProcess: Bool = false,
    names: NamePatterns
  ) {
    self.init(
      id: id, reason: reason, isFamily: isFamily, isDecidedByProcess: isDecidedByProcess
    ) { _ in
      { _, name in names.match(name) }
    }
  }

  /// The rule as it speaks of one symbol.
  var objection: Objection { Objection(id: id, reason: reason, yieldsToForce: yieldsToForce) }
}

/// Names by whole and by beginning.
struct NamePatterns: Sendable {
  private let names: NameSet
  private let longestName: Int
  private let prefixes: [[UInt8]]
  /// Which bytes some pattern begins with: most names are dismissed by their first.
  private let firstBytes: [Bool]

  init(names: [String] = [], prefixes: [String] = []) {
    self.names = NameSet(names.map { Array($0.utf8) })
    longestName = names.map(\.utf8.count).max() ?? 0
    self.prefixes = prefixes.map { Array($0.utf8) }
    var firstBytes = [Bool](repeating: false, count: 256)
    for byte in (names + prefixes).compactMap(\.utf8.first) { firstBytes[Int(byte)] = true }
    self.firstBytes = firstBytes
  }

  func match(_ name: ArraySlice<UInt8>) -> Bool {
    guard let first = name.first, firstBytes[Int(first)] else { return false }
    if name.count <= longestName, names.contains(name) { return true }
    for prefix in prefixes where name.starts(with: prefix) { return true }
    return false
  }
}
