// `symdemote policy --emit`: the decision about a file as an input of the linker that makes it.

internal import ELFCodec
internal import ELFModel
internal import LoaderModel
public import Policy
public import Reporting
public import Storage

/// What `policy --emit` is asked to do.
public struct PolicyEmissionRequest: Sendable {
  /// The file whose exports are listed.
  public var file: FilePath
  /// What to demote and what to keep.
  public var selection = SelectionChoice()
  /// The processes in which the demotion is tried.
  public var process = ProcessChoice()
  /// In which form.
  public var form: ListingForm

  /// The exports of `file` in `form`.
  public init(_ file: FilePath, as form: ListingForm) {
    self.file = file
    self.form = form
  }
}

/// Lists what is left of a file's exports, for a linker.
public func emitPolicy(_ request: PolicyEmissionRequest) -> Report {
  SelectionRun(command: "policy", choice: request.selection).report(on: request.file) {
    pass in
    { listed, _ in
      report(of: listed) { try emitPolicy(request, pass.selection, use: { pass.use($0, 0) }) }
    }
  }
}

private func emitPolicy(
  _ request: PolicyEmissionRequest, _ selection: Selection, use: (JudgedFile) -> Void
) throws -> FileReport {
  let (file, image) = try open(fit: request.file)
  let judged = try JudgedFile(
    file, image, by: selection, in: request.process,
    ProcessWorld(request.process.options).workshop())
  use(judged)
  let decision = try judged.decision(force: request.selection.isForced)
  let disposition = decision.disposition
  guard disposition.refused.isEmpty else {
    return refusal(disposition, in: image, request.file)
  }
  let deciding = judged.decidingClauses
  let listing = ExportListing(of: image, demoting: disposition.demoted) { symbol in
    judged.reason(disposition.notes[symbol] ?? .unselected, deciding[symbol])
  }
  var messages = decision.messages
  let text: String
  switch request.form {
  case .list: text = try listing.nativeList()
  case .dynamicList:
    text = try listing.dynamicList()
    try judged.expectNoUse(of: disposition.demoted)
    if judged.surroundings?.areConclusive != true { messages.append(unknownLink) }
  case .versionScript: text = try listing.versionScript()
  case .excludeLibs: text = try judged.excludedArchives(disposition.demoted, in: selection)
  }
  return FileReport(
    path: request.file, status: .success, messages: messages,
    body: EmittedPolicyReport(form: request.form.rawValue, text: text))
}

private let unknownLink = Message(
  .warning,
  "not all libraries of the link are known; a dynamic list holds only if none of them refers to a"
    + " name that it leaves out, or defines it")

extension JudgedFile {
  /// For each symbol the position of the clause that decides.
  fileprivate var decidingClauses: [SymbolIndex: Int] {
    var deciding: [SymbolIndex: Int] = [:]
    for verdict in judgement.verdicts { deciding[verdict.symbol] = verdict.clause }
    return deciding
  }

  /// What `note` says, but without numbers of lines: a line more in a list would change the reasons
  /// of all below.
  fileprivate func reason(_ note: SymbolNote, _ clause: Int?) -> ExportListing.Reason {
    guard case .keptByClause = note, let position = clause else {
      return ExportListing.Reason(note.comment, at: policy.clauses.clauses.count)
    }
    let clause = policy.clauses.clauses[position]
    // A list of names is one reason.
    let words = clause.location.map { $0.file + (clause.isRequired ? "" : ": \(clause.text)") }
    return ExportListing.Reason("kept: \(words ?? clause.text)", at: position)
  }

  /// - Throws: ``ListingError`` if another object that the processes start with refers to one of `symbols`, or
  ///   defines it: every linker then exports them, whatever a dynamic list says.
  fileprivate func expectNoUse(of symbols: SymbolSet) throws(ListingError) {
    guard let surroundings else { return }
    let names = NameSet(of: symbols, in: image)
    var used = NameSet()
    var first: (name: [UInt8], library: ObjectFile)?
    for object in surroundings.startingObjects where object.identity != surroundings.identity {
      for symbol in object.image.symbolIndices where !object.image[symbol].isLocal {
        let name = object.image.name(of: symbol)
        guard names.contains(name) else { continue }
        used.insert(Array(name))
        first = first ?? (Array(name), object)
      }
    }
    guard let (name, library) = first else { return }
    throw .exportedForLibrary(
      count: used.count, example: String(decoding: name, as: UTF8.self),
      library: library.soname.map { String(decoding: $0, as: UTF8.self) } ?? "a library")
  }

  /// The linker option that keeps to itself what archives bring, if that is all that is `demoted`.
  fileprivate func excludedArchives(_ demoted: SymbolSet, in selection: Selection)
    throws(ListingError) -> String
  {
    let archives = policy.origins.map { selection.parts[$0.part].line.archiveName }
    let deciding = decidingClauses
    func names(_ symbols: [SymbolIndex]) -> (count: Int, example: String)? {
      symbols.first.map {
        (symbols.count, String(decoding: image.name(of: $0), as: UTF8.self))
      }
    }
    let others = demoted.filter { deciding[$0].map { archives[$0] == nil } ?? true }
    if let (count, example) = names(others) {
      throw .demotedOtherwise(count: count, example: example)
    }
    let members = policy.clauses.clauses.indices.filter { archives[$0] != nil }
    let kept = image.exports.filter { symbol in
      !demoted.contains(symbol)
        && members.contains { position in
          guard case .members(let names) = policy.clauses.clauses[position].selector.pattern else {
            return false
          }
          return names.contains(image.name(of: symbol))
        }
    }
    if let (count, example) = names(kept) {
      throw .keptFromArchive(count: count, example: example)
    }
    let used = Set(demoted.compactMap { deciding[$0].flatMap { archives[$0] } })
    guard !used.isEmpty else { throw .noArchive }
    if let odd = used.sorted().first(where: {
      $0.contains { ",:\u{fffd}".contains($0) || $0.isWhitespace }
    }) {
      throw .unsayableArchive(odd)
    }
    return "-Wl,--exclude-libs,\(used.sorted().joined(separator: ":"))\n"
  }
}

extension SelectionLine {
  /// The file name of the archive whose names the line demotes: by that the linkers know it.
  fileprivate var archiveName: String? {
    guard keyword == .demoteFrom, value.ends(with: ".a") else { return nil }
    let name = value.split(separator: UInt8(ascii: "/")).last ?? []
    return String(decoding: name, as: UTF8.self)
  }
}

extension [UInt8] {
  fileprivate func ends(with text: String) -> Bool {
    suffix(text.utf8.count).elementsEqual(text.utf8)
  }
}
