// One command line, followed.

internal import Driver
internal import LoaderModel
internal import Policy
internal import Reporting
internal import Storage

/// What a run prints and how it ends.
struct Outcome {
  let output: String
  let errors: String
  let status: ExitStatus
}

/// Follows the command line `arguments`, without the program's name.
func run(_ arguments: [[UInt8]]) -> Outcome {
  do throws(UsageError) {
    guard let first = arguments.first.map({ String(decoding: $0, as: UTF8.self) }) else {
      throw UsageError(message: "no command is given", command: nil)
    }
    switch first {
    case "--help": return Outcome(output: Help.overview, errors: "", status: .success)
    case "help":
      guard arguments.count > 1 else { return run([Array("--help".utf8)]) }
      let words = arguments.dropFirst().map { String(decoding: $0, as: UTF8.self) }
      return Outcome(output: try help(words), errors: "", status: .success)
    case "--version" where arguments.count == 1:
      return Outcome(output: Version.text, errors: "", status: .success)
    case "--version": throw UsageError(message: "--version stands alone", command: nil)
    default: return try run(try command(first), arguments.dropFirst())
    }
  } catch {
    let help =
      error.topic.map { "symdemote help \($0.rawValue)" }
      ?? error.command.map { "symdemote \($0.rawValue) --help" } ?? "symdemote --help"
    let message = Message(.error, "\(error.message); `\(help)` says more")
    let report = Report(
      command: error.command?.rawValue ?? "", messages: [message], status: .trouble)
    let rendering = report.rendered(as: formatWished(arguments), version: Version.number)
    return Outcome(output: rendering.output, errors: rendering.errors, status: report.status)
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

/// The format that a command line asks for which cannot be followed otherwise.
private func formatWished(_ arguments: [[UInt8]]) -> Format {
  let words = arguments.map { String(decoding: $0, as: UTF8.self) }
  let option = OptionTable.formatName
  for (position, word) in words.enumerated() {
    if word == "--" { break }
    if word == option, position + 1 < words.count {
      return Format(rawValue: words[position + 1]) ?? .text
    }
    if word.hasPrefix(option + "=") {
      return Format(rawValue: String(word.dropFirst(option.count + 1))) ?? .text
    }
  }
  return .text
}

private func command(_ name: String) throws(UsageError) -> Command {
  if let command = OptionTable.commands.first(where: { $0.name.rawValue == name }) {
    return command
  }
  let near = nearest(to: name, among: Command.Name.allCases.map(\.rawValue))
  throw UsageError(
    message: "'\(name)' is no command" + (near.map { "; did you mean \($0)?" } ?? ""), command: nil)
}

private func run(_ command: Command, _ rest: ArraySlice<[UInt8]>) throws(UsageError) -> Outcome {
  let arguments = try readArguments(rest, of: command)
  if arguments.has(OptionTable.help) {
    return Outcome(output: Help.text(for: command), errors: "", status: .success)
  }
  let format = try format(of: arguments)
  try checkOperands(arguments)
  let report = try report(on: arguments)
  let rendering = report.rendered(as: format, version: Version.number)
  return Outcome(output: rendering.output, errors: rendering.errors, status: report.status)
}

private func format(of arguments: Arguments) throws(UsageError) -> Format {
  guard let given = arguments.options.last(where: { $0.name == OptionTable.formatName }) else {
    return .text
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
  // A log tells which programs there were.
  let isNamedElsewhere =
    arguments.command.name == .audit && arguments.has(OptionTable.debugLog)
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

private func report(on arguments: Arguments) throws(UsageError) -> Report {
  let files = arguments.operands
  switch arguments.command.name {
  case .exports: return exports(files)
  case .check: return check(try checkRequest(arguments))
  case .plan, .apply: return demote(try demoteRequest(arguments))
  case .verify: return verify(files[0], against: arguments.last(OptionTable.against)?.path)
  case .diff: return diff(files[0], files[1])
  case .undo:
    guard let record = arguments.last(OptionTable.undoFrom) else {
      throw UsageError(message: "--undo-file=U is missing", command: .undo)
    }
    var request = UndoRequest(files, from: record.path)
    request.writing = try writingRules(arguments)
    return undo(request)
  case .bindings: return bindings(try bindingsRequest(arguments))
  case .audit: return audit(try auditRequest(arguments))
  case .policy: return try policy(arguments)
  case .explain: return explain(try explainRequest(arguments))
  }
}

private func policy(_ arguments: Arguments) throws(UsageError) -> Report {
  let choice = selectionChoice(arguments)
  guard let form = arguments.last(OptionTable.emit) else {
    guard arguments.has(OptionTable.suggest) else {
      throw UsageError(message: "--emit=FORM or --suggest is missing", command: .policy)
    }
    guard choice.lines.allSatisfy({ $0.keyword == .with }) else {
      throw UsageError(message: "--suggest takes no selection; it makes one", command: .policy)
    }
    return suggestPolicy(try auditRequest(arguments))
  }
  guard let listing = ListingForm(rawValue: form.text) else {
    let names = ListingForm.allCases.map(\.rawValue).joined(separator: ", ")
    throw UsageError(message: "--emit is one of \(names), not '\(form.text)'", command: .policy)
  }
  guard arguments.operands.count == 1, !arguments.has(OptionTable.suggest) else {
    throw UsageError(
      message: "--emit goes with one FILE, and without --suggest", command: .policy)
  }
  var request = PolicyEmissionRequest(arguments.operands[0], as: listing)
  request.selection = choice
  request.process = try processChoice(arguments)
  return emitPolicy(request)
}

private func demoteRequest(_ arguments: Arguments) throws(UsageError) -> DemoteRequest {
  var request = DemoteRequest()
  request.files = arguments.operands
  request.selection = selectionChoice(arguments)
  request.process = try processChoice(arguments)
  request.output = arguments.last(OptionTable.output)?.path
  request.writing = try writingRules(arguments)
  request.writing.undoFile = arguments.last(OptionTable.undoFile)?.path
  request.finishing.convertsRelocations = arguments.has(OptionTable.convertRelocations)
  request.finishing.removesSymbols = arguments.has(OptionTable.remove)
  request.hidesStaticSymbols = arguments.has(OptionTable.hideStatics)
  request.isVerbose = arguments.has(OptionTable.verbose)
  request.isDryRun = arguments.command.name == .plan || arguments.has(OptionTable.dryRun)
  if request.output != nil {
    guard request.files.count == 1 else {
      throw UsageError(
        message: "--output goes with one FILE, not \(request.files.count)",
        command: arguments.command.name)
    }
    guard request.writing.way != .inplace else {
      throw UsageError(
        message: "--write=inplace contradicts --output", command: arguments.command.name)
    }
  }
  return request
}

private func checkRequest(_ arguments: Arguments) throws(UsageError) -> CheckRequest {
  var request = CheckRequest()
  request.files = arguments.operands
  request.selection = selectionChoice(arguments)
  request.process = try processChoice(arguments)
  request.ignoresFindings = arguments.has(OptionTable.exitZero)
  return request
}

/// The processes in which a demotion is to be tried.
private func processChoice(_ arguments: Arguments) throws(UsageError) -> ProcessChoice {
  var choice = ProcessChoice()
  choice.options = try processOptions(arguments)
  choice.programs = arguments.options.filter { $0.name == OptionTable.inProgram.name }.map(\.path)
  choice.isNone = arguments.has(OptionTable.noProcess)
  let describesProcess = choice.options != ProcessOptions() || !choice.programs.isEmpty
  if choice.isNone, describesProcess {
    throw UsageError(
      message: "--no-process contradicts the options about a process",
      command: arguments.command.name)
  }
  return choice
}

private func explainRequest(_ arguments: Arguments) throws(UsageError) -> ExplainRequest {
  var request = ExplainRequest()
  request.symbol = arguments.operands[0].bytes
  request.file = arguments.operands[1]
  request.selection = selectionChoice(arguments)
  request.process = try processChoice(arguments)
  return request
}

private func bindingsRequest(_ arguments: Arguments) throws(UsageError) -> BindingsRequest {
  var request = BindingsRequest()
  request.program = arguments.operands[0]
  request.process = try processOptions(arguments)
  request.selection = selectionChoice(arguments)
  request.isAfter = arguments.has(OptionTable.after)
  request.showsChanges = arguments.has(OptionTable.changes)
  request.showsLoaderLookups = arguments.has(OptionTable.loaderLookups)
  let needsSelection = request.isAfter || request.showsChanges
  guard needsSelection == !request.selection.isEmpty else {
    let message =
      needsSelection
      ? "--after and --changes need a selection of what to demote, such as --demote=GLOB"
      : "a selection goes with --after or --changes"
    throw UsageError(message: message, command: .bindings)
  }
  return request
}

private func auditRequest(_ arguments: Arguments) throws(UsageError) -> AuditRequest {
  func paths(_ option: Option) -> [FilePath] {
    arguments.options.filter { $0.name == option.name }.map(\.path)
  }
  var request = AuditRequest()
  request.programs = arguments.operands
  request.process = try processOptions(arguments)
  request.processWords = arguments.options.filter { given in
    OptionTable.process.contains { $0.name == given.name }
  }.map(\.word)
  request.libraries = paths(OptionTable.withLibraries)
  request.logs = paths(OptionTable.debugLog)
  request.explained = arguments.last(OptionTable.explain)?.value
  request.selection = selectionChoice(arguments)
  // Here --with asks what would collide, and selects nothing.
  request.selection.lines.removeAll { $0.keyword == .with }
  request.ignoresFindings = arguments.has(OptionTable.exitZero)
  if request.explained == nil, !request.selection.isEmpty {
    throw UsageError(message: "a selection goes with --explain=NAME", command: .audit)
  }
  if request.explained != nil, !request.logs.isEmpty || !request.libraries.isEmpty {
    throw UsageError(
      message: "--explain=NAME goes with the model alone, without --ld-debug and --with",
      command: .audit)
  }
  return request
}

private func selectionChoice(_ arguments: Arguments) -> SelectionChoice {
  var choice = SelectionChoice()
  choice.lines = arguments.options.compactMap { given in
    SelectionKeyword(rawValue: String(given.name.dropFirst(2))).map {
      SelectionLine($0, given.value)
    }
  }
  choice.isForced = arguments.has(OptionTable.force)
  choice.isStrict = arguments.has(OptionTable.strict)
  return choice
}
