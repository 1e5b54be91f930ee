// The notes on all symbols of a file: a few bytes each, and words only for those that are asked for.

public import ELFModel
public import Hazards
public import Policy

/// The notes on the symbols of one image, by their indices before.
public struct SymbolNotes: Sendable {
  /// What decided about symbols that one can tell of at once.
  enum Ground: Hashable {
    /// This, or nothing that was noted.
    case note(Cause?)
    /// Lines of a file that give one name each.
    case named(inFile: String, isKept: Bool)
  }

  /// What decided, in numbers: a clause by its position, a rule by its place in `rules`.
  enum Cause: Hashable, Sendable {
    case none
    case demoted(clause: UInt32)
    case forced(clause: UInt32, rule: UInt8)
    case keptByRule(UInt8)
    case keptByClause(UInt32)
    case unselected
  }

  private let clauses: ClauseList
  private var rules: [Objection] = []
  private var causes: [Cause]

  /// No note yet on any of `count` symbols, about which `clauses` speak.
  public init(tableOf count: Int, by clauses: ClauseList) {
    self.clauses = clauses
    causes = Array(repeating: .none, count: count)
  }

  /// The note on the symbol at `index`.
  public subscript(index: SymbolIndex) -> SymbolNote? {
    guard index.position < causes.count else { return nil }
    return switch causes[index.position] {
    case .none: nil
    case .demoted(let clause): .demoted(clause: source(clause))
    case .forced(let clause, let rule):
      .forced(
        clause: source(clause), rule: rules[Int(rule)].id, reason: rules[Int(rule)].reason)
    case .keptByRule(let rule):
      .keptByRule(rule: rules[Int(rule)].id, reason: rules[Int(rule)].reason)
    case .keptByClause(let clause): .keptByClause(clause: source(clause))
    case .unselected: .unselected
    }
  }

  /// What decided about the symbol at `index`, such that symbols of which one can tell at once have the
  /// same: those whose names stand one by one in the same file.
  func ground(of index: SymbolIndex) -> Ground {
    guard index.position < causes.count else { return .note(nil) }
    return switch causes[index.position] {
    case .demoted(let clause): ground(clause, isKept: false)
    case .keptByClause(let clause): ground(clause, isKept: true)
    case let cause: .note(cause)
    }
  }

  private func ground(_ clause: UInt32, isKept: Bool) -> Ground {
    clauses.fileOfName(at: Int(clause)).map { .named(inFile: $0, isKept: isKept) }
      ?? .note(isKept ? .keptByClause(clause) : .demoted(clause: clause))
  }

  private func source(_ clause: UInt32) -> String { clauses[Int(clause)].source }

  /// The clause at position `clause` demotes the symbol at `index`, perhaps by force over `rule`.
  public mutating func noteDemoted(
    _ index: SymbolIndex, by clause: Int, over rule: Objection? = nil
  ) {
    causes[index.position] =
      rule.map { .forced(clause: UInt32(clause), rule: place(of: $0)) }
      ?? .demoted(clause: UInt32(clause))
  }

  /// The clause at position `clause` keeps the symbol at `index`.
  public mutating func noteKept(_ index: SymbolIndex, by clause: Int) {
    causes[index.position] = .keptByClause(UInt32(clause))
  }

  /// `rule` keeps the symbol at `index` from a clause.
  public mutating func noteKept(_ index: SymbolIndex, by rule: Objection) {
    causes[index.position] = .keptByRule(place(of: rule))
  }

  /// No clause speaks of the symbol at `index`.
  public mutating func noteUnselected(_ index: SymbolIndex) {
    causes[index.position] = .unselected
  }

  private mutating func place(of rule: Objection) -> UInt8 {
    if let place = rules.firstIndex(of: rule) { return UInt8(place) }
    rules.append(rule)
    return UInt8(rules.count - 1)
  }

  /// What rules keep from a clause, by rule in the order in which the table meets them.
  public var keptByRule: [(rule: String, reason: String, symbols: [SymbolIndex])] {
    var groups: [(rule: String, reason: String, symbols: [SymbolIndex])] = []
    for (position, cause) in causes.enumerated() {
      guard case .keptByRule(let place) = cause else { continue }
      let rule = rules[Int(place)]
      let group = groups.firstIndex { $0.rule == rule.id } ?? groups.count
      if group == groups.count { groups.append((rule.id, rule.reason, [])) }
      groups[group].symbols.append(SymbolIndex(position))
    }
    return groups
  }

  /// The symbols with a note, in table order.
  public var symbols: SymbolSet {
    SymbolSet(
      causes.indices.lazy.filter { if case .none = causes[$0] { false } else { true } }
        .map { SymbolIndex($0) })
  }

  /// The symbols that are demoted by force, in table order.
  public var forced: [SymbolIndex] {
    causes.indices.lazy.filter { if case .forced = causes[$0] { true } else { false } }
      .map { SymbolIndex($0) }
  }
}
