// The end of a demotion: what is shown, and what is written.

internal import ELFModel
internal import Hazards
internal import LoaderModel
internal import Policy
internal import Reporting
internal import Storage

/// What the edits change, for people and machines.
func changeReport(
  from before: DynamicImage, to after: FinishedImage, _ change: StaticChange?,
  by edits: [ByteEdit], in file: DiskFile, _ decision: Decision, _ request: DemoteRequest
) throws -> ChangeReport {
  let target = request.isDryRun ? file.path : request.output ?? file.path
  return ChangeReport(
    from: .init(name: file.path.text, image: before, size: file.byteCount),
    to: .init(name: target.text, image: after.image, size: file.byteCount),
    notes: decision.disposition.notes, impacts: decision.impacts,
    tables: try before.tableChanges(
      by: edits, over: file, beside: change?.before.changeableTables ?? []),
    finishing: request.finishing.report(after), hiddenStaticSymbols: change?.hiddenCount,
    detail: request.detail)
}

extension FinishingChoice {
  /// What came of it; nil if nothing was asked for.
  fileprivate func report(_ after: FinishedImage) -> ChangeReport.Finishing? {
    guard self != FinishingChoice() else { return nil }
    return ChangeReport.Finishing(
      converted: convertsRelocations ? after.conversions.count : nil,
      left: after.relocationsLeft, removed: removesSymbols ? after.removedCount : nil)
  }
}

extension DemoteRequest {
  /// How much people get to read of a change.
  fileprivate var detail: ChangeReport.Detail {
    guard isDryRun else { return .summary }
    return isVerbose ? .full : .grouped
  }
}

/// That one record cannot be of several files; nil if there is one, whatever its names.
func recordProblem(_ request: DemoteRequest, _ list: FileList) -> Message? {
  guard request.writing.undoFile != nil, list.files.count > 1 else { return nil }
  // What cannot be opened is told of when its turn comes.
  let files = Set(
    list.files.compactMap { listed -> FileIdentity? in
      guard let file = try? DiskFile(listed.path), !listed.isFound || file.isELF else { return nil }
      return file.fileIdentity
    })
  guard files.count > 1 else { return nil }
  return Message(
    .error, "--undo-file goes with one FILE, or several names of it, not with \(files.count) files")
}

/// Brings to an end what a killed run left in the middle of the file at `path`, and tells of it.
func recoveryMessages(_ path: FilePath) throws -> [Message] {
  try FileStore().recover(path).map { [message($0)] } ?? []
}

/// What the run itself would end with instead of writing, for a dry run to show, and what it would
/// say.
func rehearseWriting(_ edits: [ByteEdit], of subject: EditedFile, _ request: DemoteRequest) -> (
  wouldFail: ExitStatus?, notes: [Message]
) {
  do {
    let notes = try FileStore().check(
      edits, of: subject.file, to: request.output, request.rules(for: subject))
    return (nil, notes.map(warning))
  } catch {
    let (status, text) = words(for: error, at: subject.path)
    return (status, [Message(.error, text)])
  }
}

/// Writes the edited file, or prepares that. In place and without an edit, nothing is opened for
/// writing.
///
/// - Parameter amongOthers: whether it may wait to be made durable with others.
func commit(
  _ edits: [ByteEdit], to subject: EditedFile, in store: FileStore, _ request: DemoteRequest,
  amongOthers: Bool
) throws -> Preparation {
  let rules = request.rules(for: subject)
  if let output = request.output {
    return .written(try store.write(edits, of: subject.file, to: output, rules))
  }
  return amongOthers
    ? try store.prepare(edits, to: subject.file, rules)
    : .written(try store.commit(edits, to: subject.file, rules))
}

extension DemoteRequest {
  /// The request with backups that spare the run's own files.
  func protecting(_ list: FileList) -> DemoteRequest {
    guard writing.backup != nil else { return self }
    var request = self
    request.writing.inputs = RunInputs(list.files.flatMap(\.names))
    return request
  }

  /// The rules for one file, which may have several names.
  fileprivate func rules(for subject: EditedFile) -> WritingRules {
    var rules = writing
    rules.names = subject.names
    return rules
  }
}

extension DiskFile {
  /// Whether it begins as an ELF file does.
  fileprivate var isELF: Bool {
    byteCount > 4 && (try? bytes(in: 0..<4)) == [0x7f, 0x45, 0x4c, 0x46]
  }
}
