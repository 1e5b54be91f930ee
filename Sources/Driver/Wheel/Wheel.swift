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
  receiver.begin(RunOutline("wheel", fileCount: request.wheels.count))
  for (position, wheel) in request.wheels.enumerated() {
    let report = reporting(wheel) { try WheelJob(wheel, request).report() }
    receiver.prepare(report, at: position)()
  }
  return RunEnding()
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
  /// Every wheel of the run.
  private let wheels: [FilePath]
  private let output: FilePath?

  init(_ path: FilePath, _ request: WheelRequest) throws {
    self.path = path
    self.request = request.demotion
    wheels = request.wheels
    output = request.folder.map { $0.appending(path.name) } ?? request.demotion.output
    wheel = try UnpackedWheel(path)
    contents = try WheelContents(wheel.members.map(\.path))
  }

  func report() throws -> FileReport {
    let edits = CollectedEdits()
    let run = inner(receiving: edits).map { request in collecting { demote(request, to: $0) } }
    let root = wheel.folder.path
    let members = (run?.files ?? []).map { $0.within(root) }
    let messages =
      members.flatMap { member in
        member.messages.map {
          Message($0.severity, "\(member.path.text): \($0.text)", at: $0.location, line: $0.line)
        }
      } + (run?.messages ?? []).map { $0.within(root) }
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

  /// What is asked of the files in the wheel; nil if nothing is.
  private func inner(receiving edits: CollectedEdits) -> DemoteRequest? {
    var inner = request
    inner.output = nil
    inner.writing = WritingRules()
    inner.selection.root = wheel.folder.path
    inner.receivesEdits = { edits.add($1, to: $0) }
    if !inner.process.isNone { inner.process.companions = contents.loaders }
    var input = InputChoice([wheel.folder.path])
    input.isRecursive = true
    // Who says only what to keep, or nothing, means the modules: CPython looks nothing up in them but their
    // hooks, and opens them so that nobody else does (RTLD_LOCAL).
    let isDefault = inner.selection.lines.allSatisfy { $0.intent == .keep }
    if isDefault {
      input.operands = contents.extensionModules
      input.isRecursive = false
      inner.selection.lines.append(SelectionLine(.all))
    }
    input.jobCount = request.input.jobCount
    inner.input = input
    if !contents.extensionModules.isEmpty {
      inner.selection.lines.append(SelectionLine(.preset, Array("python-extension".utf8)))
    }
    return isDefault && contents.extensionModules.isEmpty ? nil : inner
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
    let notes = try store.replace(wheel.file, at: output, rules) { new in
      try pack(replacements, into: new)
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
      + FileStore().checkReplacing(wheel.file, at: output, rules).map(warning)
  }

  private var rules: WritingRules {
    var rules = request.writing
    rules.names = wheels
    rules.inputs = RunInputs(wheels)
    return rules
  }

  private func signatureNotes() throws -> [Message] {
    guard let signature = wheel.signature else { return [] }
    guard request.writing.allowsSigned else { throw WheelError.signed(name: signature) }
    return [warning(.signatureStale(name: String(decoding: signature, as: UTF8.self)))]
  }
}
