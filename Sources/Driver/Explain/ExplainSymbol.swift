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
  let run = SelectionRun(command: "explain", choice: request.selection, need: .nothing)
  return run.report(on: request.file) { pass in
    { listed, _ in
      report(of: listed) { try explain(request, pass.selection, use: { pass.use($0, 0) }) }
    }
  }
}

private func explain(
  _ request: ExplainRequest, _ selection: Selection, use: (JudgedFile) -> Void
) throws -> FileReport {
  let (file, image) = try open(fit: request.file)
  let judged = try JudgedFile(
    file, image, by: selection, in: request.process,
    ProcessWorld(request.process.options).workshop())
  let surroundings = judged.surroundings
  let symbols: [SymbolIndex]
  let leftOut: Int
  let judgedSymbols = SymbolSet(judged.judgement.verdicts.lazy.map(\.symbol))
  switch SoughtSymbol(request.symbol).entries(in: image, judged: judgedSymbols) {
  case .found(let entries):
    symbols = Array(entries.prefix(mostExplained))
    leftOut = entries.count - symbols.count
  case .missing(let missing):
    let text = words(for: missing, named: request.symbol, surroundings)
    return .failed(request.file, .trouble, text)
  }
  use(judged)
  let explainer = SymbolExplainer(
    judged, by: selection, decision: try judged.decision(force: request.selection.isForced),
    isForced: request.selection.isForced)
  let explanations = try symbols.map(explainer.explanation)
  // What else is refused means that nothing will happen to these either.
  let otherRefusals = explainer.decision.disposition.refused.filter { !symbols.contains($0.symbol) }
  return FileReport(
    path: request.file, status: .success,
    messages: shortened(leftOut) + refusalWarning(otherRefusals, in: image)
      + (surroundings?.messages ?? [])
      + request.process.idleOptions(surroundings, in: InputChoice([request.file])),
    body: ExplanationReport(
      explanations, of: image, hasSelection: !request.selection.isEmpty))
}

/// That some entries of the name are not explained.
private func shortened(_ count: Int) -> [Message] {
  guard count > 0 else { return [] }
  return [
    Message(
      .warning, "\(count) more entries have this name; of several, \(mostExplained) are explained")
  ]
}

/// Each explanation tries a demotion of its own. No library defines a name in more versions than
/// fit here; a file could hold any number of entries of one name.
private let mostExplained = 32

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
    return "\(name) fits several symbols, name one of them: \(few(names, most: 8))"
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
