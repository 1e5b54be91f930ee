// Which files a run is about, and how many are worked on at once.

internal import Driver
internal import Reporting
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
  if let given = arguments.last(OptionTable.shard) {
    guard let shard = Shard(given.text) else {
      throw UsageError(
        message: "--shard is K/N, with K from 1 to N and N at most \(Shard.mostShards), not "
          + "'\(given.text)'", command: arguments.command.name)
    }
    if arguments.has(OptionTable.strict) {
      throw UsageError(
        message: "--strict asks whether anything matches in all files, which a shard does not know;"
          + " what matches nothing is told when the reports are merged",
        command: arguments.command.name)
    }
    choice.shard = shard
  }
  if choice.shard != nil || arguments.last(OptionTable.formatName)?.text == Format.jsonl.rawValue {
    choice.runWords = arguments.options.filter { !wordsOfOneShard.contains($0.name) }.map(\.word)
  }
  return choice
}

/// As many threads as any machine has use for.
private let mostJobs = 1024

/// Options in which the shards of one run may differ.
private let wordsOfOneShard: Set<String> = [
  OptionTable.shard.name, OptionTable.jobs.name, OptionTable.formatName, OptionTable.color.name,
  OptionTable.shardRecords.name, OptionTable.filesFrom.name, OptionTable.null.name,
]
