// `symdemote plan` and `symdemote apply`. The dry run is the run without its last step. What happens to
// one file, from its tables to the edit, is told in `Trial`.

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
  public var input = InputChoice()
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
  public var isDryRun = false
  /// What takes the edits of each file instead of the disk.
  var receivesEdits: (@Sendable (FilePath, [ByteEdit]) -> Void)?
  /// The folder in which the shards of a run that writes tell each other what files were.
  public var shardRecords: FilePath?

  /// A request that names nothing yet.
  public init() {}
}

/// From two images and the file of the first to the edits that make it the second.
typealias Encoding = @Sendable (FinishedImage, DynamicImage, DiskFile) throws -> [ByteEdit]

/// Demotes symbols in each file of `request`, or shows what that would do.
public func demote(_ request: DemoteRequest, to receiver: any ReportReceiver) -> RunEnding {
  demote(request, to: receiver) {
    try encode($0.image, over: $1, in: $2, converting: $0.conversions)
  }
}

/// The same with another encoding, by which tests make a result that is wrong.
func demote(
  _ request: DemoteRequest, to receiver: any ReportReceiver, encoding: @escaping Encoding
) -> RunEnding {
  let run = SelectionRun(
    command: request.isDryRun ? "plan" : "apply", choice: request.selection)
  var trial = request
  trial.isDryRun = true
  // Where --strict is given nothing is written unless everything matches, in whichever file.
  let rehearsal: SelectionFollower? =
    request.isDryRun ? nil : { job(trial, $0, encoding) }
  var input = request.input
  input.backupSuffix = request.writing.backup?.suffix
  // What is written into may be read by nobody else until it is done.
  if request.writing.way == .inplace { input.jobCount = 1 }
  return run.report(
    on: input, to: receiver, recovering: !request.isDryRun && request.output == nil,
    reading: { request.firstContents(of: $0).map { $0.object } ?? readAsItIs },
    unless: { recordProblem(request, $0) ?? request.firstContents(of: $0)?.problem() },
    rehearsing: rehearsal
  ) {
    job(request, $0, encoding)
  }
}

/// What comes of every file.
private func job(
  _ request: DemoteRequest, _ pass: SelectionPass, _ encoding: @escaping Encoding
) -> FileJob {
  let request = request.protecting(pass.files)
  let store = FileStore()
  let first = request.firstContents(of: pass.files)
  let decisions = pass.files.shard.map { _ in
    ShardDecisions(pass.files) { listed, workshop throws(OtherFileFailure) in
      try request.foreseen(listed, by: pass.selection, workshop, first, encoding)
    }
  }
  let world = ProcessWorld(
    request.process.options, sharing: request.process.programs, pass.files.identities,
    deciding: decisions, reading: first.map { $0.object } ?? readAsItIs)
  return { listed, turn in
    outcome(of: listed) {
      // Who writes nothing, or writes elsewhere, recovers nothing either.
      for name in listed.names { try store.checkUninterrupted(name) }
      guard let subject = try EditedFile(listed, request, by: pass.selection) else {
        return .report(nil)
      }
      // Everything but writing happens before it is the file's turn, if nothing changes until then.
      let trial = world.settled(listed, world.identity(of: subject.file), in: turn) { workshop in
        Trial(of: subject, by: pass.selection, request, workshop, encoding)
      } settling: { trial in
        if let judged = trial.judged { pass.use(judged, listed.number) }
      } as: { trial in
        // What comes after is decided about in processes that have the result.
        guard case .success(.edit(let edit)) = trial.outcome, edit.hasEffect else { return nil }
        return edit.decision.planned
      }
      switch try trial.outcome.get() {
      case .report(let report): return .report(report)
      case .edit(let edit):
        var request = request
        if let first { request.writing.undoFile = first.record(of: listed) }
        return try edit.carriedOut(
          on: listed, subject, in: store, request, turn,
          amongOthers: pass.files.files.count > 1)
      }
    }
  }
}
