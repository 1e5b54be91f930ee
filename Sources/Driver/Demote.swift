// `symdemote plan` and `symdemote apply`. The dry run is the run without its last step.

internal import ELFCodec
internal import ELFModel
internal import Hazards
internal import Policy
public import Reporting
public import Storage
internal import Verification

/// What `plan` and `apply` are asked to do.
public struct DemoteRequest: Sendable {
  /// The files to demote symbols in.
  public var files: [FilePath] = []
  /// What to demote and what to keep.
  public var selection = SelectionChoice()
  /// What follows the demotion.
  public var finishing = FinishingChoice()
  /// The processes in which the demotion is tried.
  public var process = ProcessChoice()
  /// Where to write the result instead of over the input.
  public var output: FilePath?
  /// How the result is written, and which files may be.
  public var writing = WritingRules()
  /// Whether entries of `.symtab` become local with the dynamic symbols that they stand for.
  public var hidesStaticSymbols = false
  /// Whether a dry run lists every symbol, however many there are.
  public var isVerbose = false
  /// Whether to stop before writing.
  public var isDryRun = false {
    didSet { mayRecover = mayRecover && !isDryRun }
  }
  /// Whether an interrupted run is brought to an end first.
  var mayRecover = true

  /// A request that names nothing yet.
  public init() {}
}

/// From two images and the file of the first to the edits that make it the second.
typealias Encoding = (FinishedImage, DynamicImage, DiskFile) throws -> [ByteEdit]

/// Demotes symbols in each file of `request`, or shows what that would do.
public func demote(_ request: DemoteRequest) -> Report {
  demote(request) { try encode($0.image, over: $1, in: $2, converting: $0.conversions) }
}

/// The same with another encoding, by which tests make a result that is wrong.
func demote(_ request: DemoteRequest, encoding: @escaping Encoding) -> Report {
  let command = request.isDryRun ? "plan" : "apply"
  if let message = recordProblem(request) {
    return Report(command: command, messages: [message], status: .trouble)
  }
  var trial = request
  trial.isDryRun = true
  trial.mayRecover = request.mayRecover
  // Where --strict is given nothing is written unless everything matches, in whichever file.
  return report(
    command, following: request.selection,
    rehearsing: { demote(trial, by: $0, encoding, use: $1) }
  ) {
    demote(request, by: $0, encoding, use: $1)
  }
}

/// What comes of every file.
private func demote(
  _ request: DemoteRequest, by selection: Selection, _ encoding: Encoding,
  use: (JudgedFile) -> Void
) -> [FileReport] {
  let workshop = ProcessWorkshop(request.process.options)
  return request.files.map { demote($0, by: selection, request, workshop, encoding, use: use) }
}

private func demote(
  _ path: FilePath, by selection: Selection, _ request: DemoteRequest,
  _ workshop: ProcessWorkshop, _ encoding: Encoding, use: (JudgedFile) -> Void
) -> FileReport {
  reporting(path) {
    // What a run that was killed left halfway is brought to an end first.
    let recovery = try recover(path, request)

    // Read the tables, and nothing but the tables. A file that contradicts itself, or holds what we
    // do not understand, is not edited.
    let (file, before) = try open(
      fit: path, converting: request.finishing.convertsRelocations)
    let statics =
      request.hidesStaticSymbols ? try readStaticSymbols(of: file, before, path) : nil
    if request.finishing.removesSymbols { try checkRemovable(before, path) }

    // Judge: one verdict per export, by the policy that is for this file.
    let judged = try JudgedFile(file, before, by: selection, in: request.process, workshop)
    use(judged)

    // Decide: rules may object, and each export has one reason to be as it is.
    let decision = try judged.decision(force: request.selection.isForced)
    let disposition = decision.disposition
    guard disposition.refused.isEmpty else { return refusal(disposition, in: before, path) }

    // The plan was tried in processes; what follows it changes nothing for them. From here on, no
    // symbol is added or dropped.
    var finished = try FinishedImage(
      decision.planned, madeFrom: before, request.finishing, in: file)
    if let refusal = refusalForLoader(finished, path) { return refusal }
    let change = statics.map {
      StaticChange(of: $0, following: finished.image, removed: finished.removed)
    }
    if let change { finished.describe(change) }

    // Encode: from here on, no byte moves.
    let edits = try (encoding(finished, before, file) + (change?.edits(in: file, before) ?? []))
      .sorted { $0.offset < $1.offset }

    // Read the result back as a stranger would, and hold it against the original.
    let problems = try verifyResult(
      edits, of: file, before: before, planned: finished, change, disposition, request.finishing)
    guard problems.isEmpty else { return unverified(problems, path) }

    // What comes after is decided about in processes that have the result.
    workshop.decide(file.fileIdentity, willBe: decision.planned)

    // Write: the only effect; a dry run leaves it out.
    let report = try changeReport(
      from: before, to: finished, change, by: edits, in: file, decision, request)
    let warnings =
      recovery + splitFamilyWarnings(disposition, in: before) + decision.messages
      + request.process.idleOptions(judged.surroundings)
      + (request.hidesStaticSymbols && statics == nil ? [noStaticSymbols] : [])
    if request.isDryRun {
      let (wouldFail, notes) = rehearseWriting(edits, of: file, request)
      return FileReport(
        path: path, status: wouldFail ?? (edits.isEmpty ? .success : .findings),
        messages: warnings + notes, body: report)
    }
    let notes = try commit(edits, to: file, request)
    return FileReport(path: path, status: .success, messages: warnings + notes, body: report)
  }
}
