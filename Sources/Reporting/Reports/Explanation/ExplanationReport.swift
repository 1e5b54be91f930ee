// `symdemote explain`: why a symbol is kept or demoted, for people and for machines.

public import ELFModel
internal import Policy

/// The explanation of one name, of which a file may have several versions.
public struct ExplanationReport: ReportBody {
  let view: SymbolView
  let explanations: [SymbolExplanation]
  /// Whether anything is selected at all.
  let hasSelection: Bool

  /// What `explanations` say of symbols of `image`.
  public init(
    _ explanations: [SymbolExplanation], of image: DynamicImage, hasSelection: Bool
  ) {
    self.explanations = explanations
    self.hasSelection = hasSelection
    view = SymbolView(image)
  }

  /// A paragraph for each symbol.
  public var text: String {
    explanations.map { ExplanationText($0, in: self).text }.joined(separator: "\n")
  }

  /// The same for machines.
  public var fields: [JSONField] {
    [JSONField("symbols", .array(explanations.map { .object(fields(of: $0)) }))]
  }

  /// The section in which `symbol` lies; nil if the file does not tell, or it lies in none.
  func section(_ symbol: SymbolIndex) -> String? {
    let number = Int(view.image[symbol].sectionIndex)
    guard let sections = view.image.sections?.table, number > 0, number < sections.headers.count
    else { return nil }
    return sections.name(of: number)
  }
}

extension ExplanationReport {
  private func fields(of explanation: SymbolExplanation) -> [JSONField] {
    let symbol = explanation.symbol
    return view.fields(symbol) + [
      JSONField("index", .number(symbol.position)),
      JSONField("section", .optional(section(symbol))),
      JSONField("outcome", .string(explanation.outcome.rawValue)),
      JSONField("clauses", .array(explanation.clauses.indices.map { clause($0, explanation) })),
      JSONField("rules", .array(explanation.rules.map(Self.json))),
      JSONField("processes", .array(explanation.processes.map(Self.json))),
      JSONField("suggestions", .array(explanation.suggestions.map(Self.json))),
    ]
  }

  private func clause(_ place: Int, _ explanation: SymbolExplanation) -> JSONValue {
    let clause = explanation.clauses[place]
    let standing = place == 0 ? .decides : ClauseStanding(clause, to: explanation.clauses[0])
    return .object(
      [JSONField("intent", .string(clause.intent.word))] + Self.fields(clause.text, clause.location)
        + [
          JSONField("rank", .string(clause.rank.word)),
          JSONField("standing", .string(standing.rawValue)),
        ])
  }

  private static func fields(_ text: String, _ location: SourceLocation?) -> [JSONField] {
    [
      JSONField("text", .string(text)),
      JSONField("file", .optional(location?.file)),
      JSONField("file_bytes", location.map { .bytesUnlessText($0.path) } ?? .null),
      JSONField("line", location.map { .number($0.line) } ?? .null),
    ]
  }

  private static func json(_ rule: SpeakingRule) -> JSONValue {
    .object([
      JSONField("rule", .string(rule.id)),
      JSONField("effect", .string(rule.yieldsToForce == nil ? "warns" : "keeps")),
      JSONField("reason", .string(rule.reason)),
      JSONField("force_lifts", rule.yieldsToForce.map(JSONValue.bool) ?? .null),
    ])
  }

  private static func json(_ process: ExplainedProcess) -> JSONValue {
    .object([
      JSONField("program", .string(process.program)),
      JSONField("has_file", .bool(process.hasFile)),
      JSONField(
        "references",
        .array(
          process.references.map {
            .object([
              JSONField("object", .string($0.object)),
              JSONField("kinds", .array($0.kinds.map(JSONValue.string))),
              JSONField("before", .optional($0.before)),
              JSONField("after", .array($0.after.map(JSONValue.optional))),
            ])
          })),
      JSONField(
        "definitions",
        .array(
          process.definitions.map {
            .object([
              JSONField("object", .string($0.object)), JSONField("name", .string($0.name)),
              JSONField("next", .bool($0.isNext)),
            ])
          })),
    ])
  }

  private static func json(_ suggestion: ExplanationSuggestion) -> JSONValue {
    var edit = SelectionEdit(without: [])
    var options: [String] = []
    var isAlone = false
    var othersForced = 0
    var obstacle: String?
    switch suggestion.change {
    case .selection(let change):
      edit = change
      options = (edit.line.map { [$0.text] } ?? []) + (edit.force ? ["--force"] : [])
    case .runOfItsOwn(let line, let count):
      (options, isAlone, othersForced) = ([line.text, "--force"], true, count)
    case .impossible(let reason): obstacle = reason
    }
    return .object([
      JSONField("outcome", .string(suggestion.goal == .demote ? "demoted" : "kept")),
      JSONField("remove", .array(edit.without.map { .object(fields($0.text, $0.location)) })),
      JSONField("options", .array(options.map(JSONValue.string))),
      JSONField("policy_line", .optional(edit.line.flatMap(\.policyLine))),
      JSONField("above_sections", .bool(edit.hasSections)),
      JSONField("others_changed", .number(edit.others)),
      JSONField("leaves_nothing", .bool(edit.leavesNothing)),
      JSONField("run_of_its_own", .bool(isAlone)),
      JSONField("others_forced", .number(othersForced)),
      JSONField("obstacle", .optional(obstacle)),
      JSONField("breaks", .array(suggestion.breaks.map(JSONValue.string))),
    ])
  }
}

extension SelectionLine {
  /// The line as a policy file has it; nil for a value that such a file would read otherwise.
  var policyLine: String? {
    let isPlain = value.allSatisfy { (0x21..<0x7f).contains($0) && $0 != UInt8(ascii: "#") }
    guard isPlain, value.first != UInt8(ascii: "=") else { return nil }
    return "\(keyword.rawValue) \(String(decoding: value, as: UTF8.self))"
  }

  /// The option as one word of a command line.
  var optionWord: [UInt8] { Array("--\(keyword.rawValue)=".utf8) + value }
}
