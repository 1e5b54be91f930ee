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
  /// A symbol was asked for by name that must stay, or with `--strict` something matches nothing.
  case refused(FileReport)

  /// Tries what `choice` selects in the program at `path`, in the processes that `workshop` makes.
  ///
  /// - Throws: ``UnfitFile``, or what reading the file and its selection throws.
  init(
    of choice: SelectionChoice, in path: FilePath, _ workshop: ProcessWorkshop
  ) throws {
    let (file, image) = try open(fit: path)
    let selection = try Selection(choice.lines)
    var processes = ProcessChoice()
    processes.options = workshop.options
    // Whatever the file is, here it is taken for a program.
    processes.programs = [path]
    let judged = try JudgedFile(file, image, by: selection, in: processes, workshop)
    var usage = SelectionUsage(of: selection)
    usage.add(judged)
    if choice.isStrict, !usage.errors.isEmpty {
      self = .refused(FileReport(path: path, status: .trouble, messages: usage.errors))
      return
    }
    let decision = try judged.decision(force: choice.isForced)
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
