// `symdemote audit`: whose references are captured by another object's copy, and what to do. The
// evidence comes from the model of each program's process, or from the log of a real loader; from
// there on both go the same way.

internal import ELFCodec
internal import ELFModel
internal import Interposition
internal import LoaderModel
public import Reporting
public import Storage

/// What `audit` is asked.
public struct AuditRequest: Sendable {
  /// The programs; with a log, those whose processes are meant, or none for all.
  public var input = InputChoice()
  /// The surroundings of their processes.
  public var process = ProcessOptions()
  /// The options that describe `process`, as they were given.
  public var processWords: [[UInt8]] = []
  /// Folders and libraries that could be opened later.
  public var libraries: [FilePath] = []
  /// Logs of `LD_DEBUG=bindings`, which stand in place of the model.
  public var logs: [FilePath] = []
  /// The name whose story is wanted, perhaps with a version behind `@`.
  public var explained: [UInt8]?
  /// What to demote in the program, for the story afterwards.
  public var selection = SelectionChoice()
  /// Whether findings leave the exit status alone.
  public var ignoresFindings = false

  /// A request that names nothing yet.
  public init() {}

  func status(hasFindings: Bool) -> ExitStatus {
    hasFindings && !ignoresFindings ? .findings : .success
  }
}

/// Diagnoses the processes of `request`.
public func audit(_ request: AuditRequest) -> Report { collecting { audit(request, to: $0) } }

/// Diagnoses the processes of `request`.
public func audit(_ request: AuditRequest, to receiver: any ReportReceiver) -> RunEnding {
  let world = ProcessWorld(request.process)
  if let name = request.explained { return explain(name, request, world, to: receiver) }
  guard request.logs.isEmpty, request.libraries.isEmpty else {
    return diagnoseTogether(request, world, to: receiver)
  }
  return forEach(request.input, "audit", to: receiver) { _ in
    { listed, _ in
      report(of: listed) {
        guard try listed.isProgramOrNamed else { return nil }
        let workshop = world.workshop()
        let subject = AuditSubject(
          listed.path, try workshop.process(of: listed.path), workshop)
        return try diagnosed(subject, nil, 0, request, workshop)
      }
    }
  }
}

extension ListedFile {
  /// Whether the file is one that somebody named, or else an executable with a loader: only these
  /// have processes of their own.
  var isProgramOrNamed: Bool {
    get throws {
      guard isFound else { return true }
      let image = try unlessOtherKind(self) { try decode(try DiskFile(path)) }
      return image?.interpreter != nil
    }
  }
}

/// Diagnoses processes of which something has to be known before any can be told of: what they have in
/// logs, or which libraries could come into all of them.
private func diagnoseTogether(
  _ request: AuditRequest, _ world: ProcessWorld, to receiver: any ReportReceiver
) -> RunEnding {
  let workshop = world.workshop()
  do {
    // Evidence: what is bound to what.
    var messages: [Message] = []
    let subjects =
      request.logs.isEmpty
      ? try modelled(request, workshop) : try recorded(request) { messages.append($0) }

    // What could come later: each library is read once, whatever the number of programs.
    let processes = subjects.compactMap { try? $0.get() }
    let latent = try LatentSearch(in: request.libraries, for: processes.map(\.evidence))
    messages += latent.map(\.messages) ?? []

    // The diagnosis, and what helps.
    receiver.begin(RunOutline("audit", fileCount: subjects.count))
    var process = 0
    for (position, subject) in subjects.enumerated() {
      switch subject {
      case .failure(let failure): receiver.prepare(failure.report, at: position)()
      case .success(let subject):
        receiver.prepare(
          reporting(subject.path) {
            try diagnosed(subject, latent, process, request, workshop)
          }, at: position)()
        process += 1
      }
    }
    return RunEnding(messages: messages)
  } catch {
    receiver.begin(RunOutline("audit"))
    let (status, message) = failure(error)
    return RunEnding(messages: [message], status: status)
  }
}

private func diagnosed(
  _ subject: AuditSubject, _ latent: LatentSearch?, _ position: Int, _ request: AuditRequest,
  _ workshop: ProcessWorkshop
) throws -> FileReport {
  let diagnosis = Diagnosis(subject.evidence)
  var planner = CurePlanner(subject, request, workshop, demands: latent?.demands[position])
  let collisions = try diagnosis.collisions.map { collision, findings in
    AuditedCollision(
      collision: collision, findings: findings,
      cure: try planner.treatment(of: collision, findings).cure)
  }
  let latentFindings = try latent.map { try planner.latentFindings($0, at: position) } ?? []
  return FileReport(
    path: subject.path,
    status: request.status(hasFindings: !collisions.isEmpty || !latentFindings.isEmpty),
    messages: subject.messages,
    body: AuditReport(
      program: subject.path, diagnosis: diagnosis, collisions: collisions,
      processes: subject.processNumbers,
      latent: latent.map {
        AuditReport.Latent(
          libraryCount: $0.libraryCount, symbolCount: $0.symbolCount, findings: latentFindings)
      }))
}
