// Why a symbol is as it is after a demotion.

/// What decided about one symbol.
public enum SymbolNote: Sendable, Equatable {
  /// A clause demotes it.
  case demoted(clause: String)
  /// A clause demotes it, and `--force` lifted the rule that would have kept it.
  case forced(clause: String, rule: String, reason: String)
  /// A rule keeps it from a clause.
  case keptByRule(rule: String, reason: String)
  /// A clause keeps it.
  case keptByClause(clause: String)
  /// No clause speaks of it.
  case unselected

  /// The note as it stands beside the symbol.
  public var comment: String {
    switch self {
    case .demoted(let clause): clause
    case .forced(let clause, let rule, let reason): "forced: \(clause) over \(rule): \(reason)"
    case .keptByRule(let rule, let reason): "kept: \(reason) [\(rule)]"
    case .keptByClause(let clause): "kept: \(clause)"
    case .unselected: "kept: not selected"
    }
  }

  /// The note for machines.
  var fields: [JSONField] {
    switch self {
    case .demoted(let clause): Self.fields("demoted", clause: clause)
    case .forced(let clause, let rule, let reason):
      Self.fields("forced", clause: clause, rule: rule, reason: reason)
    case .keptByRule(let rule, let reason):
      Self.fields("kept-by-rule", rule: rule, reason: reason)
    case .keptByClause(let clause): Self.fields("kept-by-clause", clause: clause)
    case .unselected: Self.fields("unselected")
    }
  }

  private static func fields(
    _ cause: String, clause: String? = nil, rule: String? = nil, reason: String? = nil
  ) -> [JSONField] {
    [
      JSONField("cause", .string(cause)), JSONField("clause", .optional(clause)),
      JSONField("rule", .optional(rule)), JSONField("reason", .optional(reason)),
    ]
  }
}
