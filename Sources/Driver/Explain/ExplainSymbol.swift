// `symdemote explain`: why one symbol of a file is kept or demoted, and what would change that. The
// decision is made as `plan` makes it; then everything that had a say in it is asked again.

internal import ELFCodec
internal import ELFModel
internal import Hazards
internal import LoaderModel
internal import Policy
public import Reporting
public import Storage

/// What `explain` is asked to explain.
public struct ExplainRequest: Sendable {
  /// The symbol: a name, `name@VERSION`, or a demangled name.
  public var symbol: [UInt8] = []
  /// The file that has it.
  public var file = FilePath("")
  /// What to demote and what to keep; it may be empty.
  public var selection = SelectionChoice()
  /// The processes in which the demotion is tried.
  public var process = ProcessChoice()

  /// A request that names nothing yet.
  public init() {}
}

/// Explains what becomes of one symbol.
public func explain(_ request: ExplainRequest) -> Report {
  do {
    let selection = request.selection.isEmpty ? nil : try Selection(request.selection.lines)
    let file = reporting(request.file) { try explain(request, selection) }
    return Report(command: "explain", files: [file], messages: selection?.messages ?? [])
  } catch {
    let (status, message) = failure(error)
    return Report(command: "explain", messages: [message], status: status)
  }
}

private func explain(_ request: ExplainRequest, _ selection: Selection?) throws -> FileReport {
  let (file, image) = try open(fit: request.file)
  let workshop = ProcessWorkshop(request.process.options)
  let judged = try selection.map {
    try JudgedFile(file, image, by: $0, in: request.process, workshop)
  }
  let surroundings =
    if let judged { judged.surroundings } else {
      try Surroundings(of: file, image, request.process, workshop)
    }
  let symbols: [SymbolIndex]
  switch SoughtSymbol(request.symbol).entries(in: image) {
  case .found(let entries): symbols = entries
  case .missing(let missing):
    let text = words(for: missing, named: request.symbol, surroundings)
    return .failed(request.file, .trouble, text)
  }
  var warnings: [Message] = []
  if let selection, let judged {
    var usage = SelectionUsage(of: selection)
    usage.add(judged)
    if request.selection.isStrict, !usage.errors.isEmpty {
      return FileReport(path: request.file, status: .trouble, messages: usage.errors)
    }
    warnings = usage.warnings
  }
  let policy = try judged?.policy.clauses ?? ExportPolicy([])
  let decision = try Decision(
    judged?.judgement ?? policy.judge(image), by: policy, in: image,
    force: request.selection.isForced, surroundings)
  let explainer = SymbolExplainer(
    image: image, policy: policy, isForced: request.selection.isForced, decision: decision,
    surroundings: surroundings)
  let explanations = try symbols.map(explainer.explanation)
  return FileReport(
    path: request.file, status: .success,
    messages: warnings + otherRefusals(decision.disposition, than: symbols, in: image)
      + (surroundings?.messages ?? []) + request.process.idleOptions(surroundings),
    body: ExplanationReport(
      explanations, of: image, hasSelection: selection != nil))
}

/// A warning if the selection is refused for other symbols than `explained`, and nothing will
/// happen to these either.
private func otherRefusals(
  _ disposition: Disposition, than explained: [SymbolIndex], in image: DynamicImage
) -> [Message] {
  let others = disposition.refused.filter { !explained.contains($0.symbol) }
  guard let first = others.first else { return [] }
  let name = SymbolNaming(image).versionedName(of: first.symbol)
  let more = others.count > 1 ? " and \(others.count - 1) more" : ""
  return [
    Message(
      .warning,
      "apply would refuse this selection and demote nothing: \(name)\(more) must stay exported: "
        + "\(first.rule.reason) [\(first.rule.id)]")
  ]
}

private func words(
  for missing: SoughtSymbol.Missing, named typed: [UInt8], _ surroundings: Surroundings?
) -> String {
  let name = String(decoding: typed, as: UTF8.self)
  switch missing {
  case .local:
    return "\(name) is a local symbol here: it is demoted already, or never was exported"
  case .undefined(let bare):
    let definers = surroundings?.definers(of: bare) ?? []
    let advice = definers.first.map { "; \($0) defines it" } ?? ""
    return "the file does not define \(name), it only refers to it\(advice)"
  case .several(let names):
    let shown = names.prefix(8).joined(separator: ", ")
    let rest = names.count > 8 ? " and \(names.count - 8) more" : ""
    return "\(name) fits several symbols, name one of them: \(shown)\(rest)"
  case .unknown(let near):
    let advice = near.isEmpty ? "" : "; did you mean \(near.joined(separator: ", "))?"
    return "the file has no symbol \(name) in its dynamic symbol table\(advice)"
  case .otherVersions(let names):
    return "the file has no symbol \(name), but \(names.joined(separator: ", "))"
  }
}

extension Surroundings {
  /// The objects of the processes that define `name`.
  fileprivate func definers(of name: [UInt8]) -> [String] {
    befores.flatMap { $0.record.maps }
      .filter { map in
        map.file.definition(of: name[...], version: nil).map { !map.file.image[$0].isUndefined }
          ?? false
      }.map { String(decoding: $0.name, as: UTF8.self) }
  }
}
