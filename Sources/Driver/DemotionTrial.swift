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

  /// Tries `selection` in the program at `path`, in the processes that `workshop` makes.
  init(
    of selection: [SelectionOption], force: Bool, in path: FilePath, _ workshop: ProcessWorkshop
  ) throws {
    let file = try DiskFile(path)
    let image = try decode(file)
    if let report = unfit(image, path) {
      self = .refused(report)
      return
    }
    let policy = try policy(from: selection)
    var choice = ProcessChoice()
    choice.options = workshop.options
    // Whatever the file is, here it is taken for a program.
    choice.programs = [path]
    let judgement = try policy.judge(image)
    let decision = try Decision(
      judgement, by: policy, in: image, force: force,
      try Surroundings(of: file, image, choice, workshop))
    let disposition = decision.disposition
    guard disposition.refused.isEmpty else {
      self = .refused(refusal(disposition, in: image, path))
      return
    }
    self = .decided(
      replacing: [file.fileIdentity: decision.planned],
      messages: decision.messages + unmatchedClauses(of: policy, in: [judgement]))
  }
}
