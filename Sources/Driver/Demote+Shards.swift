// What a demotion needs where other shards have a part of the run: what files were before any of them
// wrote, and what those become that are decided about earlier.

internal import ELFModel
internal import Policy
internal import Reporting
internal import Storage

extension DemoteRequest {
  /// Where the files of `list` are found as they were; nil if no shard writes.
  func firstContents(of list: FileList) -> FirstContents? {
    guard !isDryRun, list.shard != nil else { return nil }
    return shardRecords.map { FirstContents(list, recordedIn: $0, "apply") }
  }

  /// What a file of the run will be, decided as its own shard decides it; nil if it stays as it is.
  func foreseen(
    _ listed: ListedFile, by selection: Selection, _ workshop: ProcessWorkshop,
    _ first: FirstContents?, _ encoding: Encoding
  ) throws(OtherFileFailure) -> DynamicImage? {
    guard listed.failure == nil else { return nil }
    if let first, first.isRecorded(listed) {
      return try recorded(listed, by: selection, workshop, first)
    }
    let trial = tried(listed, by: selection, workshop, encoding)
    // Its shard may have come to it in between.
    if let first, first.isRecorded(listed) {
      return try recorded(listed, by: selection, workshop, first)
    }
    switch trial?.outcome {
    case .success(.edit(let edit)): return edit.hasEffect ? edit.decision.planned : nil
    case .failure(let failure as OtherFileFailure) where failure.cause is UnknownContent:
      throw failure
    default: return nil
    }
  }

  private func tried(
    _ listed: ListedFile, by selection: Selection, _ workshop: ProcessWorkshop,
    _ encoding: Encoding
  ) -> Trial? {
    do {
      for name in listed.names { try FileStore().checkUninterrupted(name) }
      return try EditedFile(listed, self, by: selection).map { subject in
        Trial(of: subject, by: selection, self, workshop, encoding)
      }
    } catch {
      // Its own shard tells of it.
      return nil
    }
  }

  /// What a file became that was edited: whatever could have spoken against it did not. It is decided
  /// about once more, since what was written may hold more than what the files after it are to see.
  private func recorded(
    _ listed: ListedFile, by selection: Selection, _ workshop: ProcessWorkshop,
    _ first: FirstContents
  ) throws(OtherFileFailure) -> DynamicImage? {
    try naming(listed.path) {
      let file = try DiskFile(listed.path)
      let judged = try JudgedFile(
        file, try first.image(of: file), by: selection, in: process, workshop)
      let decision = try judged.decision(force: self.selection.isForced)
      return decision.disposition.demoted.isEmpty ? nil : decision.planned
    }
  }
}
