// What a request makes of one file, up to the point where it would be written. It has no effect, so
// that it may be tried anew when an earlier file of the run turns out otherwise.

internal import ELFModel
internal import ELFCodec
internal import Hazards
internal import Policy
internal import Reporting
internal import Storage
internal import Verification

/// A file that is to be edited, with the tables that an edit may change.
struct EditedFile {
  let path: FilePath
  /// Every name of the file that the run knows.
  let names: [FilePath]
  let file: DiskFile
  let before: DynamicImage
  /// `.symtab`, if it is to follow and there is one.
  let statics: StaticSymbolTable?

  /// Reads the tables, and nothing but the tables. A file that contradicts itself, or holds what we
  /// do not understand, is not edited.
  ///
  /// - Returns: nil for a file that nobody named and that has no dynamic symbols, or of which
  ///   `selection` asks nothing that could not be done.
  /// - Throws: ``UnfitFile``, or what reading the file throws.
  init?(_ listed: ListedFile, _ request: DemoteRequest, by selection: Selection) throws {
    guard
      let (file, before) = try open(
        fit: listed, asked: { selection.isAbout(listed.path, .demotion) },
        converting: request.finishing.convertsRelocations)
    else { return nil }
    (path, names, self.file, self.before) = (listed.path, listed.names, file, before)
    statics =
      request.hidesStaticSymbols ? try readStaticSymbols(of: file, before, path) : nil
    if request.finishing.removesSymbols { try checkRemovable(before, path) }
  }
}

/// What comes of one file, and what it was judged to be.
struct Trial {
  enum Outcome {
    /// The file can be edited so.
    case edit(PlannedEdit)
    /// It cannot, for this reason.
    case report(FileReport)
  }

  /// The verdicts; nil if it did not come to them.
  private(set) var judged: JudgedFile?
  private(set) var outcome: Result<Outcome, any Error>

  /// Tries what `request` asks for.
  init(
    of subject: EditedFile, by selection: Selection, _ request: DemoteRequest,
    _ workshop: ProcessWorkshop, _ encoding: Encoding
  ) {
    do {
      // Judge: one verdict per export, by the policy that is for this file.
      let judged = try JudgedFile(
        subject.file, subject.before, by: selection, in: request.process, workshop)
      self.judged = judged
      outcome = Result { try Self.outcome(of: judged, subject, request, encoding) }
    } catch {
      outcome = .failure(error)
    }
  }

  private static func outcome(
    of judged: JudgedFile, _ subject: EditedFile, _ request: DemoteRequest, _ encoding: Encoding
  ) throws -> Outcome {
    let (file, before, path) = (subject.file, subject.before, subject.path)

    // Decide: rules may object, and each export has one reason to be as it is.
    let decision = try judged.decision(force: request.selection.isForced)
    let disposition = decision.disposition
    guard disposition.refused.isEmpty else {
      return .report(refusal(disposition, in: before, path))
    }

    // The plan was tried in processes; what follows it changes nothing for them. From here on, no
    // symbol is added or dropped.
    var finished = try FinishedImage(
      decision.planned, madeFrom: before, request.finishing, in: file)
    if let refusal = refusalForLoader(finished, path) { return .report(refusal) }
    let change = subject.statics.map {
      StaticChange(of: $0, following: finished.image, removed: finished.removed)
    }
    if let change { finished.describe(change) }

    // Encode: from here on, no byte moves.
    let edits = try (encoding(finished, before, file) + (change?.edits(in: file, before) ?? []))
      .sorted { $0.offset < $1.offset }

    // Read the result back as a stranger would, and hold it against the original.
    let problems = try verifyResult(
      edits, of: file, before: before, planned: finished, change, disposition, request.finishing)
    guard problems.isEmpty else { return .report(unverified(problems, path)) }

    let report = try changeReport(
      from: before, to: finished, change, by: edits, in: file, decision, request)
    let warnings =
      splitFamilyWarnings(disposition, in: before) + decision.messages
      + request.process.idleOptions(judged.surroundings, in: request.input)
      + (request.hidesStaticSymbols && subject.statics == nil ? [noStaticSymbols] : [])
    return .edit(
      PlannedEdit(
        decision: decision, edits: edits, warnings: warnings, report: report,
        writing: rehearseWriting(edits, of: subject, request)))
  }
}

/// An edit that is verified, and not yet written.
struct PlannedEdit {
  let decision: Decision
  let edits: [ByteEdit]
  fileprivate let warnings: [Message]
  fileprivate let report: ChangeReport
  /// What writing would end with, and say.
  fileprivate let writing: (wouldFail: ExitStatus?, notes: [Message])

  /// Whether other files will meet other tables, as far as that can be foreseen.
  var hasEffect: Bool { !decision.disposition.demoted.isEmpty && writing.wouldFail == nil }

  /// Writes: the only effect; a dry run leaves it out.
  ///
  /// - Parameters:
  ///   - store: where the run writes.
  ///   - amongOthers: whether the file may wait to be made durable with others.
  func carriedOut(
    on listed: ListedFile, _ subject: EditedFile, in store: FileStore, _ request: DemoteRequest,
    _ turn: Turn, amongOthers: Bool
  ) throws -> FileOutcome {
    let messages = listed.remarks + warnings
    if request.isDryRun {
      return .report(
        FileReport(
          path: subject.path, status: writing.wouldFail ?? (edits.isEmpty ? .success : .findings),
          messages: messages + writing.notes, body: report))
    }
    let (path, report) = (subject.path, report)
    let success = { @Sendable (notes: [Shortcoming]) in
      FileReport(
        path: path, status: .success, messages: messages + notes.map(warning), body: report)
    }
    if let take = request.receivesEdits {
      take(path, edits)
      return .report(success([]))
    }
    let preparation: Preparation
    do {
      preparation = try commit(edits, to: subject, in: store, request, amongOthers: amongOthers)
    } catch let error as StorageError where error.isShortage && amongOthers {
      // What waits keeps room and files open; now there may be enough.
      turn.finishWaiting()
      preparation = try commit(edits, to: subject, in: store, request, amongOthers: false)
    }
    switch preparation {
    case .written(let notes): return .report(success(notes))
    case .prepared(let prepared):
      return .waiting(
        WaitingFile(commit: prepared) { result in
          reporting(listed) { success(try result.get()) }
        })
    }
  }
}
