// `symdemote check`: what a file exports against its policy, and what it lacks.

public import Policy

/// One way in which a file is not what its policy says.
public struct CheckFinding: Sendable {
  /// What is wrong.
  public enum Kind: Sendable, Equatable {
    /// It is exported, and a clause would have it demoted.
    case exported
    /// The same, but a rule keeps it exported although it is asked for by exact name.
    case mustStay(rule: String, reason: String)
    /// A clause requires it, and the file does not export it.
    case missing
  }

  let kind: Kind
  let name: [UInt8]
  let version: [UInt8]?
  let label: String
  let demangled: String?
  let clause: Clause

  /// A finding about the symbol `name`, which people know as `label` (the name and its version), by
  /// `clause`.
  ///
  /// - Parameter demangled: what the name stands for; nil if it is not mangled.
  public init(
    _ kind: Kind, name: [UInt8], version: [UInt8]?, label: String, demangled: String?,
    by clause: Clause
  ) {
    (self.kind, self.name, self.version) = (kind, name, version)
    (self.label, self.demangled, self.clause) = (label, demangled, clause)
  }
}

/// What a check of one file found.
public struct CheckReport: ReportBody {
  private let path: [UInt8]
  private let soname: [UInt8]?
  private let exportCount: Int
  private let findings: [CheckFinding]
  private let keptByRule: [(rule: String, count: Int)]

  /// The findings in the file at `path`.
  ///
  /// - Parameters:
  ///   - soname: the name by which others need the file; nil if it has none.
  ///   - keptByRule: how many exports the policy would demote and each rule keeps, findings aside.
  public init(
    path: [UInt8], soname: [UInt8]?, exportCount: Int, findings: [CheckFinding],
    keptByRule: [(rule: String, count: Int)]
  ) {
    (self.path, self.soname, self.exportCount) = (path, soname, exportCount)
    (self.findings, self.keptByRule) = (findings, keptByRule)
  }

  /// One line per finding, and how many there are.
  public var text: String {
    let path = shownPath.printable
    return findings.map { finding in
      let name = finding.demangled.map { "  (\($0))" } ?? ""
      return "\(path): \((finding.sentence + name).printable)\n"
    }.joined() + "\(path): \(summary)\n"
  }

  /// What each finding comes to.
  public func highlight(in line: Substring) -> Highlight? {
    let start = "\(shownPath.printable): "
    guard line.hasPrefix(start) else { return nil }
    let rest = line.dropFirst(start.count)
    return ["exports ", "lacks "].contains { rest.hasPrefix($0) }
      ? Highlight(.alarm, rest.prefix { $0 != " " }) : nil
  }

  private var shownPath: String { String(decoding: path, as: UTF8.self) }

  private var missingCount: Int { findings.count { $0.kind == .missing } }

  private var summary: String {
    let missing = missingCount
    let counts =
      findings.isEmpty ? "" : " (\(findings.count - missing) not allowed, \(missing) missing)"
    let kept = keptByRule.reduce(0) { $0 + $1.count }
    let rules = keptByRule.map { "\($0.count) \($0.rule)" }.joined(separator: ", ")
    return counted(exportCount, "export", "exports") + ", "
      + counted(findings.count, "finding", "findings") + counts
      + (kept == 0 ? "" : "; kept by rules: \(rules)")
  }

  /// An export is shown beside the file, what is missing beside the line that requires it, unless
  /// that came through a pipe.
  public var annotations: [Annotation] {
    findings.map { finding in
      let name = finding.demangled.map { " (\($0))" } ?? ""
      let line = finding.kind == .missing ? finding.clause.location : nil
      let place = line.flatMap { $0.isStandardInput ? nil : $0 }
      let rule = finding.kind == .missing ? FindingRule.missingExport : .exportNotAllowed
      return Annotation(
        rule.severity, rule, "\(shownPath): \(finding.sentence)\(name)",
        at: place,
        symbols: [AnnotatedSymbol(finding.label, demangled: finding.demangled)],
        identity: identity(of: finding, at: place))
    }
  }

  /// The file's name, and the symbol's. A line of a policy is the place of a finding about each file that
  /// lacks something: there the path tells these apart, which elsewhere is the place itself.
  private func identity(of finding: CheckFinding, at place: SourceLocation?) -> [[UInt8]] {
    let file = soname ?? lastPathComponent(path)
    let symbol = [finding.name, finding.version ?? []]
    return [file] + symbol + (finding.isSoughtDemangled ? [Array("demangled".utf8)] : [])
      + (place == nil ? [] : [plainPath(path)])
  }

  /// The same for machines.
  public var fields: [JSONField] {
    let missing = missingCount
    return [
      JSONField(
        "summary",
        .object([
          JSONField("exports", .number(exportCount)),
          JSONField("not_allowed", .number(findings.count - missing)),
          JSONField("missing", .number(missing)),
          JSONField(
            "kept_by_rule",
            .object(keptByRule.map { JSONField($0.rule, .number($0.count)) })),
        ])),
      JSONField("findings", .array(findings.map(\.json))),
    ]
  }
}

extension CheckFinding {
  /// Whether it stands before `other` in a list: by name, then by version.
  public func precedes(_ other: CheckFinding) -> Bool {
    if name != other.name { return name.lexicographicallyPrecedes(other.name) }
    return (version ?? []).lexicographicallyPrecedes(other.version ?? [])
  }

  /// Whether it is missing by what its name stands for: a symbol of that very name is another.
  fileprivate var isSoughtDemangled: Bool {
    guard kind == .missing else { return false }
    return switch clause.selector.subject {
    case .demangled, .demangledVersioned: true
    case .name, .versioned: false
    }
  }

  /// The finding in one line, without the file.
  fileprivate var sentence: String {
    switch kind {
    case .exported: "exports \(label): not allowed by \(clause.source)"
    case .mustStay(let rule, let reason):
      "exports \(label): not allowed by \(clause.source), but it must stay: \(reason) [\(rule)]"
    case .missing: "lacks \(label): required by \(clause.source)"
    }
  }

  fileprivate var json: JSONValue {
    var kept: (rule: String, reason: String)?
    if case .mustStay(let rule, let reason) = kind { kept = (rule, reason) }
    return .object([
      JSONField("kind", .string(kind == .missing ? "missing" : "exported")),
      JSONField("name", .string(String(decoding: name, as: UTF8.self))),
      JSONField("name_bytes", .bytesUnlessText(name)),
      JSONField("version", .optional(version.map { String(decoding: $0, as: UTF8.self) })),
      JSONField("demangled", .optional(demangled)),
      JSONField("clause", .string(clause.text)),
      JSONField("location", clause.location.map(\.json) ?? .null),
      JSONField("rule", .optional(kept?.rule)),
      JSONField("reason", .optional(kept?.reason)),
    ])
  }
}
