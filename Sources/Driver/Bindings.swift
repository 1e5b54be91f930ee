// `symdemote bindings`: what every reference of a process is bound to; with a selection, what it
// would be bound to after `apply`.

internal import LoaderModel
public import Reporting
public import Storage

/// What `bindings` is asked to show.
public struct BindingsRequest: Sendable {
  /// The program.
  public var program = FilePath("")
  /// Its surroundings.
  public var process = ProcessOptions()
  /// What to demote in the program before the process starts.
  public var selection = SelectionChoice()
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
    let workshop = ProcessWorld(request.process).workshop()
    guard request.isAfter || request.showsChanges else {
      return shown(try workshop.process(of: request.program), request)
    }
    let trial = try DemotionTrial(
      of: request.selection, in: request.program, workshop)
    switch trial {
    case .refused(let report): return report
    case .decided(let replacements, let messages):
      let after = try workshop.process(of: request.program, replacing: replacements)
      guard request.showsChanges else { return shown(after, request) }
      let before = try workshop.process(of: request.program)
      let changes = bindingChanges(from: before, to: after)
      return FileReport(
        path: request.program, status: changes.isEmpty ? .success : .findings,
        messages: messages,
        body: BindingChangesReport(changes, before: before, after: after))
    }
  }
  return Report(command: "bindings", files: [report])
}

private func shown(_ process: ProcessRecord, _ request: BindingsRequest) -> FileReport {
  FileReport(
    path: request.program, status: .success, messages: processMessages(process),
    body: BindingsReport(process, showsLoaderLookups: request.showsLoaderLookups))
}

/// What could not be known of `process`, as warnings.
///
/// - Parameter omitsMissing: whether others tell which libraries are not found.
func processMessages(
  _ process: ProcessRecord, omittingMissingLibraries omitsMissing: Bool = false
) -> [Message] {
  process.problems.compactMap { problem in
    if omitsMissing, case .missingLibrary = problem { return nil }
    return Message(.warning, words(for: problem, in: process))
  }
}
