// The end of a demotion: what is shown, and what is written.

internal import ELFModel
internal import Hazards
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

/// What the run itself would end with instead of writing, for a dry run to show.
func writingProblem(_ file: DiskFile, isChange: Bool, _ request: DemoteRequest) -> (
  status: ExitStatus, text: String
)? {
  do {
    try checkWritable(file, isChange: isChange, request)
    return nil
  } catch {
    return words(for: error, at: file.path)
  }
}

/// Finds what stands against writing before anything is written.
private func checkWritable(_ file: DiskFile, isChange: Bool, _ request: DemoteRequest) throws {
  if let output = request.output {
    try FileStore.checkOutput(output, of: file)
  } else if isChange {
    try FileStore.checkReplaceable(file)
  }
  guard isChange, let undoFile = request.undoFile else { return }
  if let output = request.output { try FileStore.checkDistinct(undoFile, output) }
  try FileStore.checkNew(undoFile)
}

/// Writes the edited file. In place and without an edit, nothing is opened for writing.
///
/// - Returns: a warning for what could not be had although the file is written.
func commit(_ edits: [ByteEdit], to file: DiskFile, _ request: DemoteRequest) throws -> [Message] {
  try checkWritable(file, isChange: !edits.isEmpty, request)
  // The record first: a file that was edited can then always be restored.
  let undoFile = edits.isEmpty ? nil : request.undoFile
  if let undoFile {
    try FileStore.create(
      undoFile, try UndoRecord(of: edits, on: file).bytes, asReadableAs: file)
  }
  do {
    if let output = request.output {
      return try FileStore.write(edits, of: file, to: output).map(warning)
    }
    return edits.isEmpty ? [] : try FileStore.commit(edits, to: file).map(warning)
  } catch {
    // Nothing was written, so there is nothing to undo.
    if let undoFile { try? FileStore.remove(undoFile) }
    throw error
  }
}
