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
func recordProblem(_ request: DemoteRequest) -> Message? {
  guard request.writing.undoFile != nil, request.files.count > 1 else { return nil }
  // What cannot be opened is told of when its turn comes.
  // Names that a killed run left halfway, some old and some new, will be of one file again.
  let files = Set(
    request.files.compactMap { path in
      FileStore().interruption(at: path).map { FileIdentity(device: $0.device, inode: $0.inode) }
        ?? (try? DiskFile(path).fileIdentity)
    })
  guard files.count > 1 else { return nil }
  return Message(
    .error, "--undo-file goes with one FILE, or several names of it, not with \(files.count) files")
}

/// Brings to an end what a killed run left in the middle of the file at `path`. Who writes nothing,
/// or writes elsewhere, refuses such a file.
func recover(_ path: FilePath, _ request: DemoteRequest) throws -> [Message] {
  guard request.mayRecover, request.output == nil else {
    try FileStore().checkUninterrupted(path)
    return []
  }
  return try recoveryMessages(path)
}

/// Brings to an end what a killed run left in the middle of the file at `path`, and tells of it.
func recoveryMessages(_ path: FilePath) throws -> [Message] {
  try FileStore().recover(path).map { [message($0)] } ?? []
}

/// What the run itself would end with instead of writing, for a dry run to show, and what it would
/// say.
func rehearseWriting(_ edits: [ByteEdit], of file: DiskFile, _ request: DemoteRequest) -> (
  status: ExitStatus?, notes: [Message]
) {
  do {
    let notes = try FileStore().check(edits, of: file, to: request.output, request.writing)
    return (nil, notes.map(warning))
  } catch {
    let (status, text) = words(for: error, at: file.path)
    return (status, [Message(.error, text)])
  }
}

/// Writes the edited file. In place and without an edit, nothing is opened for writing.
///
/// - Returns: warnings about a file that is written.
func commit(_ edits: [ByteEdit], to file: DiskFile, _ request: DemoteRequest) throws -> [Message] {
  let store = FileStore()
  let notes =
    if let output = request.output {
      try store.write(edits, of: file, to: output, request.writing)
    } else {
      try store.commit(edits, to: file, request.writing)
    }
  return notes.map(warning)
}
