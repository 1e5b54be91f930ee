// `symdemote bindings`: what every reference of a process is bound to; with a selection, what it
// would be bound to after `apply`.

internal import Demotion
internal import ELFCodec
internal import ELFModel
internal import LoaderModel
internal import Policy
public import Reporting
public import Storage

/// What `bindings` is asked to show.
public struct BindingsRequest: Sendable {
  /// The program.
  public var program = FilePath("")
  /// Its surroundings.
  public var process = ProcessOptions()
  /// What to demote in the program before the process starts.
  public var selection: [SelectionOption] = []
  /// Demote even where a rule objects.
  public var force = false
  /// Whether to show the process after the demotion.
  public var isAfter = false
  /// Whether to show only what the demotion changes.
  public var showsChanges = false
  /// Whether to show what the loader looks up for itself.
  public var showsLoaderLookups = false

  /// A request that names nothing yet.
  public init() {}
}

/// Shows the bindings of a process.
public func bindings(_ request: BindingsRequest) -> Report {
  let report = reporting(request.program) {
    let workshop = ProcessWorkshop(request.process)
    guard request.isAfter || request.showsChanges else {
      return shown(try workshop.process(of: request.program), request)
    }
    // The demotion is decided as `apply` decides it.
    let file = try DiskFile(request.program)
    let image = try decode(file)
    let policy = try policy(from: request.selection)
    var choice = ProcessChoice()
    choice.options = request.process
    let decision = try Decision(
      policy.judge(image), by: policy, in: image, force: request.force,
      try Surroundings(of: file, image, choice, workshop))
    let disposition = decision.disposition
    guard disposition.refused.isEmpty else {
      return refusal(disposition, in: image, request.program)
    }
    let plan = DemotionPlan(demoting: disposition.demoted, in: image)
    let identity = FileIdentity(device: file.identity.device, inode: file.identity.inode)
    let after = try workshop.process(
      of: request.program, replacing: [identity: plan.applied(to: image)])
    guard request.showsChanges else { return shown(after, request) }
    let before = try workshop.process(of: request.program)
    let changes = bindingChanges(from: before, to: after)
    return FileReport(
      path: request.program, status: changes.isEmpty ? .success : .findings,
      messages: decision.messages,
      body: BindingChangesReport(changes, before: before, after: after))
  }
  return Report(command: "bindings", files: [report])
}

private func shown(_ process: ProcessRecord, _ request: BindingsRequest) -> FileReport {
  FileReport(
    path: request.program, status: .success, messages: processMessages(process),
    body: BindingsReport(process, showsLoaderLookups: request.showsLoaderLookups))
}

/// What could not be known of `process`, as warnings.
func processMessages(_ process: ProcessRecord) -> [Message] {
  process.problems.map { Message(.warning, words(for: $0, in: process)) }
}
