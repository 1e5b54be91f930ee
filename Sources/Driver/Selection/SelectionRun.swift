// The frame of every command that follows a selection: it is read once, followed in each file, and
// in the end it is said what of it had no effect on any. With --strict that is the end of the run.

internal import Reporting
internal import Storage
internal import Synchronization

/// What a command is handed that follows a selection: the same for all files.
struct SelectionPass {
  let selection: Selection
  let files: FileList
  /// To be told of each file that was judged, in its turn.
  let use: @Sendable (JudgedFile, _ number: Int) -> Void
}

/// From that to what is done with each file.
typealias SelectionFollower = (SelectionPass) -> FileJob

/// A command that follows a selection in some files.
struct SelectionRun {
  let command: String
  let choice: SelectionChoice
  /// What there has to be in the selection.
  var need = Selection.Need.demotion
  /// Whether the command itself tells what is required and not there.
  var findsRequired = false

  /// Follows the selection in the files of `input`.
  ///
  /// - Parameters:
  ///   - recovers: whether interrupted edits are brought to an end first.
  ///   - reading: how the tables of libraries are read that the selection names.
  ///   - refuse: what speaks against these files altogether.
  ///   - rehearse: what to do before `follow`, and only for the sake of --strict; nil if `follow` has
  ///     no effect that would have to be prevented.
  func report(
    on input: InputChoice, to receiver: any ReportReceiver, recovering recovers: Bool = false,
    reading: (FileList) -> TableReading = { _ in readAsItIs },
    unless refuse: (FileList) -> Message? = { _ in nil },
    rehearsing rehearse: SelectionFollower? = nil, _ follow: SelectionFollower
  ) -> RunEnding {
    do {
      let listed = try FileList(input)
      let files = recovers ? listed.recovered() : listed
      if let message = refuse(files) { return ending(with: [message], .trouble, input, receiver) }
      return try report(on: files, reading(files), to: receiver, rehearsing: rehearse, follow)
    } catch {
      let (status, message) = failure(error)
      return ending(with: [message], status, input, receiver)
    }
  }

  /// Follows the selection in one file.
  func report(on file: FilePath, _ follow: SelectionFollower) -> Report {
    collecting { report(on: InputChoice([file]), to: $0, follow) }
  }

  private func report(
    on files: FileList, _ reading: @escaping TableReading, to receiver: any ReportReceiver,
    rehearsing rehearse: SelectionFollower?, _ follow: SelectionFollower
  ) throws -> RunEnding {
    var selection =
      try choice.read
      ?? Selection(
        choice.lines, needing: need, standardInputIsRead: files.standardInputIsRead,
        reading: reading, digesting: files.choice.runWords != nil)
    selection.packed = choice.packed
    let outline = files.outline(command, following: selection.digests)
    func pass(_ follow: SelectionFollower, to receiver: any ReportReceiver) -> SelectionUsage {
      let usage = Mutex(SelectionUsage(of: selection, omittingRequired: findsRequired))
      let pass = SelectionPass(selection: selection, files: files) { judged, number in
        usage.withLock { $0.add(judged, number) }
      }
      files.work(to: receiver, follow(pass))
      return usage.withLock(\.self)
    }
    let usage: SelectionUsage
    if choice.isStrict {
      let withheld = WithheldReports(receiver)
      usage = rehearse.map { pass($0, to: MuteReceiver()) } ?? pass(follow, to: withheld)
      guard usage.errors.isEmpty else {
        let remarks = files.files.flatMap(\.remarks)
        return ending(with: remarks + usage.errors, .trouble, files.choice, receiver)
      }
      receiver.begin(outline)
      if rehearse == nil { withheld.tell() } else { _ = pass(follow, to: receiver) }
    } else {
      receiver.begin(outline)
      usage = pass(follow, to: receiver)
    }
    // What matched nothing in the files of a shard may have matched in others.
    guard files.shard == nil else {
      return RunEnding(messages: selection.messages, effect: usage.effect)
    }
    return RunEnding(messages: selection.messages + usage.warnings)
  }

  /// The end of a run that does not begin.
  private func ending(
    with messages: [Message], _ status: ExitStatus, _ input: InputChoice,
    _ receiver: any ReportReceiver
  ) -> RunEnding {
    receiver.begin(RunOutline(command, shard: input.shard))
    return RunEnding(messages: messages, status: status)
  }
}

/// Reports that are ready, and told of only when it is known that they count.
private final class WithheldReports: ReportReceiver {
  private let receiver: any ReportReceiver
  private let ready = Mutex<[@Sendable () -> Void]>([])

  init(_ receiver: any ReportReceiver) { self.receiver = receiver }

  func begin(_ run: RunOutline) {}

  func prepare(_ file: FileReport?, at position: Int) -> @Sendable () -> Void {
    let tell = receiver.prepare(file, at: position)
    return { self.ready.withLock { $0.append(tell) } }
  }

  /// Tells of all.
  func tell() {
    for tell in ready.withLock(\.self) { tell() }
  }
}
