// A demotion in a program, decided as `apply` decides it and carried as far as its tables: what
// `bindings --after` and `audit --explain` compare a process with.

internal import ELFCodec
internal import ELFModel
internal import LoaderModel
internal import Policy
internal import Reporting
internal import Storage

/// What a selection makes of a program.
enum DemotionTrial {
  /// The tables to take for the program's, and what is to be said of the decision.
  case decided(replacing: [FileIdentity: DynamicImage], messages: [Message])
  /// The file cannot be edited, or a symbol was asked for by name that must stay.
  case refused(FileReport)

  /// Tries what `choice` selects in the program at `path`, in the processes that `workshop` makes.
  init(
    of choice: SelectionChoice, in path: FilePath, _ workshop: ProcessWorkshop
  ) throws {
    let file = try DiskFile(path)
    let image = try decode(file)
    if let report = unfit(image, path) {
      self = .refused(report)
      return
    }
    let selection = try Selection(choice.lines)
    var processes = ProcessChoice()
    processes.options = workshop.options
    // Whatever the file is, here it is taken for a program.
    processes.programs = [path]
    let surroundings = try Surroundings(of: file, image, processes, workshop)
    let policy = try selection.policy(
      for: SelectionSubject(
        file: file, image: image, surroundings: surroundings, workshop: workshop))
    let judgement = try policy.clauses.judge(image)
    var usage = SelectionUsage(of: selection)
    usage.add(judgement, by: policy)
    if choice.isStrict, !usage.warnings.isEmpty {
      let errors = usage.warnings.map { Message(.error, $0.text) }
      self = .refused(FileReport(path: path, status: .trouble, messages: errors))
      return
    }
    let decision = try Decision(
      judgement, by: policy.clauses, in: image, force: choice.isForced, surroundings)
    let disposition = decision.disposition
    guard disposition.refused.isEmpty else {
      self = .refused(refusal(disposition, in: image, path))
      return
    }
    self = .decided(
      replacing: [file.fileIdentity: decision.planned],
      messages: decision.messages + selection.messages + usage.warnings)
  }
}
