// One command line, followed.

internal import Driver
internal import LoaderModel
internal import Policy
package import Reporting
internal import Storage

/// Follows the command line `arguments`, without the program's name.
package func run(_ arguments: [[UInt8]], on console: Console) -> ExitStatus {
  do throws(UsageError) {
    guard let first = arguments.first.map({ String(decoding: $0, as: UTF8.self) }) else {
      throw UsageError(message: "no command is given", command: nil)
    }
    switch first {
    case "--help": console.print(Help.overview)
    case "help" where arguments.count == 1: console.print(Help.overview)
    case "help":
      console.print(try help(arguments.dropFirst().map { String(decoding: $0, as: UTF8.self) }))
    case "--version" where arguments.count == 1: console.print(Version.text)
    case "--version": throw UsageError(message: "--version stands alone", command: nil)
    default: return try run(try command(first), arguments.dropFirst(), on: console)
    }
    return .success
  } catch {
    let help =
      error.topic.map { "symdemote help \($0.rawValue)" }
      ?? error.command.map { "symdemote \($0.rawValue) --help" } ?? "symdemote --help"
    let message = Message(.error, "\(error.message); `\(help)` says more")
    let report = Report(
      command: error.command?.rawValue ?? "", messages: [message], status: .trouble)
    let choice = wished(OptionTable.color.name, arguments).flatMap { ColorChoice(rawValue: $0) }
    return console.printer(formatWished(arguments, error.command), choice ?? .auto).print(report)
  }
}

/// What `symdemote help` prints about `words`, of which there is one at least.
private func help(_ words: [String]) throws(UsageError) -> String {
  let rest = words[1...]
  if let topic = HelpTopic(rawValue: words[0]) { return try topic.text(rest) }
  let named = try command(words[0])
  if let extra = rest.first {
    throw UsageError(message: "'\(extra)' is one word too many", command: named.name)
  }
  return Help.text(for: named)
}

/// The format that a command line of the command called `name` asks for which cannot be followed otherwise.
private func formatWished(_ arguments: [[UInt8]], _ name: Command.Name?) -> Format {
  let command = OptionTable.commands.first { $0.name == name }
  return wished(OptionTable.formatName, arguments).flatMap { Format(rawValue: $0) }
    ?? command?.formats[0] ?? .text
}

/// The first value of `option` on a command line that cannot be followed.
private func wished(_ option: String, _ arguments: [[UInt8]]) -> String? {
  let words = arguments.map { String(decoding: $0, as: UTF8.self) }
  for (position, word) in words.enumerated() {
    if word == "--" { break }
    if word == option, position + 1 < words.count { return words[position + 1] }
    if word.hasPrefix(option + "=") { return String(word.dropFirst(option.count + 1)) }
  }
  return nil
}

private func command(_ name: String) throws(UsageError) -> Command {
  if let command = OptionTable.commands.first(where: { $0.name.rawValue == name }) {
    return command
  }
  let near = nearest(to: name, among: Command.Name.allCases.map(\.rawValue))
  throw UsageError(
    message: "'\(name)' is no command" + (near.map { "; did you mean \($0)?" } ?? ""), command: nil)
}

private func run(
  _ command: Command, _ rest: ArraySlice<[UInt8]>, on console: Console
) throws(UsageError) -> ExitStatus {
  let arguments = try readArguments(rest, of: command)
  if arguments.has(OptionTable.help) {
    console.print(Help.text(for: command))
    return .success
  }
  let format = try format(of: arguments)
  let printer = console.printer(format, try colorChoice(arguments))
  try checkOperands(arguments)
  if command.name == .report { return try merge(arguments, as: format, on: console) }
  return try carryOut(arguments, printer, console.showingProgress(of: printer))
}

/// Does what `arguments` ask for.
private func carryOut(
  _ arguments: Arguments, _ printer: ReportPrinter, _ receiver: any ReportReceiver
) throws(UsageError) -> ExitStatus {
  let files = arguments.operands
  switch arguments.command.name {
  case .exports: return printer.end(exports(try inputChoice(arguments), to: receiver))
  case .check: return printer.end(check(try checkRequest(arguments), to: receiver))
  case .plan, .apply: return printer.end(demote(try demoteRequest(arguments), to: receiver))
  case .wheel: return printer.end(demoteInWheels(try wheelRequest(arguments), to: receiver))
  case .audit: return printer.end(audit(try auditRequest(arguments), to: receiver))
  case .verify:
    return printer.print(verify(files[0], against: arguments.last(OptionTable.against)?.path))
  case .diff: return printer.print(diff(files[0], files[1]))
  case .undo: return printer.print(undo(try undoRequest(arguments)))
  case .bindings: return printer.print(bindings(try bindingsRequest(arguments)))
  case .policy: return printer.print(try policy(arguments))
  case .explain: return printer.print(explain(try explainRequest(arguments)))
  case .report: preconditionFailure("it has printed what others said")
  }
}

/// Merges the reports that `arguments` name.
private func merge(_ arguments: Arguments, as format: Format, on console: Console)
  throws(UsageError) -> ExitStatus
{
  guard arguments.has(OptionTable.merge) else {
    throw UsageError(message: "--merge is missing", command: .report)
  }
  return mergeReports(
    arguments.operands, as: format, version: Version.number,
    colours: console.colours(try colorChoice(arguments))
  ) { console.print($0) }
}

private func colorChoice(_ arguments: Arguments) throws(UsageError) -> ColorChoice {
  guard let given = arguments.last(OptionTable.color) else { return .auto }
  guard let choice = ColorChoice(rawValue: given.text) else {
    throw UsageError(
      message: "--color is auto, always or never, not '\(given.text)'",
      command: arguments.command.name)
  }
  return choice
}

private func format(of arguments: Arguments) throws(UsageError) -> Format {
  guard let given = arguments.options.last(where: { $0.name == OptionTable.formatName }) else {
    return arguments.command.formats[0]
  }
  let formats = arguments.command.formats
  guard let format = formats.first(where: { $0.rawValue == given.text }) else {
    let names = formats.map(\.rawValue)
    throw UsageError(
      message: "--format is \(names.dropLast().joined(separator: ", ")) or \(names.last ?? ""), "
        + "not '\(given.text)'", command: arguments.command.name)
  }
  return format
}

private func checkOperands(_ arguments: Arguments) throws(UsageError) {
  let wanted = arguments.command.operands
  let given = arguments.operands.count
  // A log tells which programs there were, and a list which files there are.
  let isNamedElsewhere =
    arguments.command.name == .audit && arguments.has(OptionTable.debugLog)
    || arguments.has(OptionTable.filesFrom)
  guard given >= wanted.names.count || isNamedElsewhere else {
    throw UsageError(
      message: "\(wanted.names[given]) is missing", command: arguments.command.name)
  }
  guard wanted.isOpen || given == wanted.names.count else {
    throw UsageError(
      message: "'\(arguments.operands[wanted.names.count].text)' is one file too many",
      command: arguments.command.name)
  }
}
