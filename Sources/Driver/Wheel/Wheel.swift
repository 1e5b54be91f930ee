// `symdemote wheel`: the ELF files in a wheel are unpacked, judged as `apply` judges files, and the wheel is
// written anew with what changed in them and with the RECORD that tells so. If a file is refused, or nothing
// is to be demoted, the wheel stays as it is.

internal import ELFModel
internal import Policy
public import Reporting
public import Storage
internal import Synchronization
internal import Wheels

/// What `wheel` is asked to do.
public struct WheelRequest: Sendable {
  /// The wheels.
  public var wheels: [FilePath] = []
  /// What to do in each; its files are those of the wheel.
  public var demotion: DemoteRequest
  /// A folder for the results, which have the names of the wheels.
  public var folder: FilePath?

  /// - Parameter demotion: what `apply` would be asked for the same options.
  public init(_ demotion: DemoteRequest) {
    (self.demotion, wheels) = (demotion, demotion.input.operands)
  }
}

/// Demotes symbols in the ELF files of each wheel of `request`, or shows what that would do.
public func demoteInWheels(_ request: WheelRequest, to receiver: any ReportReceiver) -> RunEnding {
  func ending(_ status: ExitStatus, _ message: Message) -> RunEnding {
    receiver.begin(RunOutline("wheel"))
    return RunEnding(messages: [message], status: status)
  }
  if let message = request.outputMessage { return ending(.trouble, message) }
  let lines = request.demotion.selection.lines
  let selection: Selection
  do {
    // Once for all wheels: standard input can be read only once.
    selection = try Selection(lines, needing: lines.isEmpty ? .nothing : .anything)
  } catch {
    let (status, message) = failure(error)
    return ending(status, message)
  }
  receiver.begin(RunOutline("wheel", fileCount: request.wheels.count))
  for (position, wheel) in request.wheels.enumerated() {
    let report = reporting(wheel) { try WheelJob(position, request, selection).report() }
    receiver.prepare(report, at: position)()
  }
  return RunEnding()
}

extension WheelRequest {
  /// Where the results go; nil if to the wheels themselves.
  fileprivate var outputs: [FilePath]? {
    folder.map { folder in wheels.map { folder.appending($0.name) } }
      ?? demotion.output.map { [$0] }
  }

  /// Why nothing can be written to these places; nil if it can.
  fileprivate var outputMessage: Message? {
    // A single output is looked at with its wheel.
    guard folder != nil, let outputs else { return nil }
    switch outputProblem(of: wheels, to: outputs) {
    case .isInput(let result, let input) where result == input:
      return Message(
        .error, "\(outputs[result].text) is the wheel itself; leave --wheel-dir out to replace it")
    case .isInput(let result, let input):
      return Message(
        .error,
        "what becomes of \(wheels[result].text) would replace \(wheels[input].text), which the run is"
          + " given as well; choose another --wheel-dir")
    case .areOne(let first, let second):
      return Message(
        .error,
        "\(wheels[first].text) and \(wheels[second].text) would both be written to"
          + " \(outputs[second].text); give each a --wheel-dir of its own, in runs of their own")
    case nil: return nil
    }
  }
}

/// The edits that files are to have, from whichever thread.
private final class CollectedEdits: Sendable {
  private let edits = Mutex<[FilePath: [ByteEdit]]>([:])

  /// Those of the files that change.
  var changes: [FilePath: [ByteEdit]] { edits.withLock { $0.filter { !$0.value.isEmpty } } }

  func add(_ new: [ByteEdit], to path: FilePath) { edits.withLock { $0[path] = new } }
}

private struct WheelJob {
  private let path: FilePath
  private let wheel: UnpackedWheel
  private let contents: WheelContents
  private let request: DemoteRequest
  private let selection: Selection
  /// Every wheel of the run.
  private let wheels: [FilePath]
  /// Where all results of the run go, if not to the wheels themselves.
  private let outputs: [FilePath]
  private let output: FilePath?

  init(_ position: Int, _ request: WheelRequest, _ selection: Selection) throws {
    path = request.wheels[position]
    self.request = request.demotion
    self.selection = selection
    wheels = request.wheels
    outputs = request.outputs ?? []
    output = request.outputs.map { $0[position] }
    wheel = try UnpackedWheel(path)
    contents = try WheelContents(wheel.members.map(\.path))
  }

  func report() throws -> FileReport {
    let edits = CollectedEdits()
    let inner = try inner(receiving: edits)
    let run = inner.map { inner in collecting { demote(inner.request, to: $0) } }
    let paths = wheel.paths
    let members = (run?.files ?? []).map { $0.named(by: paths) }
    let messages =
      members.flatMap { member in
        member.messages.map {
          Message($0.severity, "\(member.path.text): \($0.text)", at: $0.location, line: $0.line)
        }
      } + ((inner?.warnings ?? []) + (run?.messages ?? [])).map { $0.named(by: paths) }
    let status = run?.status ?? .success
    func report(_ status: ExitStatus, _ more: [Message], changedCount: Int) -> FileReport {
      FileReport(
        path: path, status: status, messages: messages + more,
        body: WheelReport(
          of: path, at: output, members: members, fileCount: wheel.members.count,
          changedCount: changedCount, isDryRun: request.isDryRun))
    }
    guard status <= .findings else { return refusal(status, messages) }
    if request.isDryRun {
      let count = members.count { $0.status == .findings }
      guard count > 0 else { return report(.success, [], changedCount: 0) }
      let notes = try checkWriting()
      return report(.findings, notes, changedCount: count)
    }
    let changes = edits.changes
    return report(.success, try write(changes), changedCount: changes.count)
  }

  /// Files that were refused leave the wheel as it is.
  private func refusal(_ status: ExitStatus, _ messages: [Message]) -> FileReport {
    FileReport(
      path: path, status: status,
      messages: messages + [Message(.error, "nothing was written; a wheel is changed as a whole")])
  }

  /// What is asked of the files in the wheel, and what there is to beware of; nil if nothing is asked.
  private func inner(receiving edits: CollectedEdits) throws -> (
    request: DemoteRequest, warnings: [Message]
  )? {
    // Who says only what to keep, or nothing, means the modules: Python looks nothing up in them but their
    // hooks, and opens them so that nobody else does (RTLD_LOCAL).
    let isDefault = !selection.demotes()
    let modules = contents.extensionModules
    if isDefault && modules.isEmpty { return nil }
    var inner = request
    inner.output = nil
    inner.writing = WritingRules()
    inner.selection.packed = wheel.paths
    inner.receivesEdits = { edits.add($1, to: $0) }
    let (packed, warnings) = packedFiles(
      judging: isDefault ? modules : contents.objects.map(\.path))
    inner.process.packed = packed
    var input = InputChoice(isDefault ? modules : [wheel.root])
    input.isRecursive = !isDefault
    input.jobCount = request.input.jobCount
    inner.input = input
    let hooks = SelectionLine(.preset, Array("python-extension".utf8))
    inner.selection.read = try selection.adding(
      (isDefault ? [SelectionLine(.all)] : []) + (contents.hasHooks ? [hooks] : []))
    return (inner, warnings)
  }

  /// What the files of the wheel are to each other, and which libraries those at `judged` would look for in
  /// vain.
  private func packedFiles(judging judged: [FilePath]) -> (PackedFiles, [Message]) {
    guard !request.process.isNone else { return (PackedFiles(), []) }
    let needs = WheelNeeds(of: contents, request.process.options, jobCount: request.input.jobCount)
    let packed = PackedFiles(loaders: contents.loadersByPath, needs: needs.needs)
    let warnings = needs.missingLibraries(in: contents.programs(loading: Set(judged))).map {
      name, needers in
      let files = few(needers.map(\.text), most: 4)
      return Message(
        .warning,
        "\(String(decoding: name, as: UTF8.self)) is not found, which \(files)"
          + " \(needers.count == 1 ? "needs" : "need"); what it would be bound to is unknown")
    }
    return (packed, warnings)
  }

  /// Writes the wheel, unless it is in place and nothing changes.
  private func write(_ edits: [FilePath: [ByteEdit]]) throws -> [Message] {
    let store = FileStore()
    guard !edits.isEmpty else {
      let notes =
        try output.map { try store.write([], of: wheel.file, to: $0, request.writing) } ?? []
      return notes.map(warning)
    }
    let signature = try signatureNotes()
    let replacements = try wheel.replacements(for: edits)
    let notes = try advising {
      try store.replace(wheel.file, at: output, rules) { new in try pack(replacements, into: new) }
    }
    return signature + notes.map(warning)
  }

  /// Writes the wheel with other content for some entries, and reads it back as a stranger would.
  private func pack(_ replacements: [Int: any ByteSource], into new: NewFile) throws {
    let size = try wheel.directory.rewrite(wheel.file, replacing: replacements) { bytes, offset in
      try new.write(bytes, at: offset)
    }
    try wheel.directory.verify(
      new.content(byteCount: size), of: wheel.file, replacing: replacements)
  }

  private func checkWriting() throws -> [Message] {
    try signatureNotes()
      + advising { try FileStore().checkReplacing(wheel.file, at: output, rules) }.map(warning)
  }

  /// What `write` returns; what stands against it has words that name no option which there is not here.
  private func advising<Result>(_ write: () throws -> Result) throws -> Result {
    do {
      return try write()
    } catch StorageError.hardLinked(_, let links, let named) {
      throw WheelError.hardLinked(links: links, named: named)
    } catch StorageError.mountPoint(wheel.file.path) where output == nil {
      throw WheelError.mountPoint
    }
  }

  private var rules: WritingRules {
    var rules = request.writing
    rules.names = wheels
    rules.inputs = RunInputs(wheels + outputs)
    return rules
  }

  private func signatureNotes() throws -> [Message] {
    guard let signature = wheel.signature else { return [] }
    guard request.writing.allowsSigned else { throw WheelError.signed(name: signature) }
    return [warning(.signatureStale(name: String(decoding: signature, as: UTF8.self)))]
  }
}
