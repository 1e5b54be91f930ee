// `symdemote policy --emit`: the decision about a file as an input of the linker that makes it.

internal import ELFCodec
internal import ELFModel
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
  report("policy", following: request.selection) { selection, use in
    [emitPolicy(request, selection, use: use)]
  }
}

private func emitPolicy(
  _ request: PolicyEmissionRequest, _ selection: Selection, use: (JudgedFile) -> Void
) -> FileReport {
  reporting(request.file) {
    let (file, image) = try open(fit: request.file)
    let judged = try JudgedFile(
      file, image, by: selection, in: request.process, ProcessWorkshop(request.process.options))
    use(judged)
    let decision = try judged.decision(force: request.selection.isForced)
    let disposition = decision.disposition
    guard disposition.refused.isEmpty else {
      return refusal(disposition, in: image, request.file)
    }
    let listing = ExportListing(
      of: image, demoting: disposition.demoted, by: judged.policy.clauses, judged.judgement
    ) { disposition.notes[$0]?.comment ?? "" }
    let text =
      switch request.form {
      case .list: listing.nativeList
      case .dynamicList: try listing.dynamicList()
      case .versionScript: try listing.versionScript()
      case .excludeLibs: try judged.excludedArchives(disposition.demoted, in: selection)
      }
    return FileReport(
      path: request.file, status: .success, messages: decision.messages,
      body: EmittedPolicyReport(form: request.form, text: text))
  }
}

extension JudgedFile {
  /// The linker option that keeps to itself what archives bring, if that is all that is `demoted`.
  fileprivate func excludedArchives(_ demoted: SymbolSet, in selection: Selection)
    throws(ListingError) -> String
  {
    let archives = policy.origins.map { selection.parts[$0.part].line.archiveName }
    var deciding: [SymbolIndex: Int] = [:]
    for verdict in judgement.verdicts { deciding[verdict.symbol] = verdict.clause }
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
