// The frame of every command that follows a selection: it is read once, followed in each file, and
// in the end it is said what of it had no effect on any. With --strict that is the end of the run.

internal import Reporting

/// Follows a selection in the files of a run.
///
/// It tells of each file that was judged, and returns what is to be said of each that was named.
typealias SelectionFollower = (Selection, (JudgedFile) -> Void) -> [FileReport]

/// Reports what comes of `choice`.
///
/// - Parameters:
///   - need: what there has to be in the selection.
///   - findsRequired: whether the command itself tells what is required and not there.
///   - rehearse: what to do before `follow`, and only for the sake of --strict; nil if `follow` has
///     no effect that would have to be prevented.
func report(
  _ command: String, following choice: SelectionChoice, needing need: Selection.Need = .demotion,
  findsRequired: Bool = false, rehearsing rehearse: SelectionFollower? = nil,
  _ follow: @escaping SelectionFollower
) -> Report {
  do {
    let selection = try Selection(choice.lines, needing: need)
    func run(_ follow: SelectionFollower) -> (files: [FileReport], usage: SelectionUsage) {
      var usage = SelectionUsage(of: selection, omittingRequired: findsRequired)
      let files = follow(selection) { usage.add($0) }
      return (files, usage)
    }
    var result: (files: [FileReport], usage: SelectionUsage)?
    if choice.isStrict {
      let trial = run(rehearse ?? follow)
      guard trial.usage.errors.isEmpty else {
        return Report(command: command, messages: trial.usage.errors, status: .trouble)
      }
      if rehearse == nil { result = trial }
    }
    let (files, usage) = result ?? run(follow)
    return Report(command: command, files: files, messages: selection.messages + usage.warnings)
  } catch {
    let (status, message) = failure(error)
    return Report(command: command, messages: [message], status: status)
  }
}
