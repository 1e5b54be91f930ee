// Which files a run is about, and how many are worked on at once.

internal import Driver
internal import Storage

/// The files that `arguments` name.
func inputChoice(_ arguments: Arguments) throws(UsageError) -> InputChoice {
  var choice = InputChoice(arguments.operands)
  choice.isRecursive = arguments.has(OptionTable.recursive)
  choice.list = arguments.last(OptionTable.filesFrom)?.path
  choice.listHasZeros = arguments.has(OptionTable.null)
  if choice.listHasZeros, choice.list == nil {
    throw UsageError(
      message: "--null goes with --files-from=LIST", command: arguments.command.name)
  }
  if let given = arguments.last(OptionTable.jobs) {
    guard let count = Int(given.text), (1...mostJobs).contains(count) else {
      throw UsageError(
        message: "--jobs is a number from 1 to \(mostJobs), not '\(given.text)'",
        command: arguments.command.name)
    }
    choice.jobCount = count
  }
  return choice
}

/// As many threads as any machine has use for.
private let mostJobs = 1024

extension InputChoice {
  /// Whether a single file is named, and nothing can bring more.
  var isOneFile: Bool { operands.count == 1 && !isRecursive && list == nil }
}
