// From arguments to what each command is asked.

internal import Driver
internal import LoaderModel
internal import Policy
internal import Reporting
internal import Storage

/// What `undo` is asked.
func undoRequest(_ arguments: Arguments) throws(UsageError) -> UndoRequest {
  guard let record = arguments.last(OptionTable.undoFrom) else {
    throw UsageError(message: "--undo-file=U is missing", command: .undo)
  }
  var request = UndoRequest(arguments.operands, from: record.path)
  request.writing = try writingRules(arguments)
  return request
}

/// What `symdemote policy` says.
func policy(_ arguments: Arguments) throws(UsageError) -> Report {
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

/// What `plan` or `apply` is asked.
func demoteRequest(_ arguments: Arguments) throws(UsageError) -> DemoteRequest {
  var request = DemoteRequest()
  request.input = try inputChoice(arguments)
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
  request.shardRecords = arguments.last(OptionTable.shardRecords)?.path
  try checkSharded(request, arguments)
  if request.output != nil {
    guard request.input.isOneFile else {
      throw UsageError(
        message: "--output goes with one FILE", command: arguments.command.name)
    }
    guard request.writing.way != .inplace else {
      throw UsageError(
        message: "--write=inplace contradicts --output", command: arguments.command.name)
    }
  }
  return request
}

/// Refuses what shards of one run cannot do together.
private func checkSharded(_ request: DemoteRequest, _ arguments: Arguments) throws(UsageError) {
  let command = arguments.command.name
  guard request.input.shard != nil else {
    if request.shardRecords != nil {
      throw UsageError(message: "--shard-records goes with --shard", command: command)
    }
    return
  }
  if request.output != nil || request.writing.undoFile != nil {
    throw UsageError(
      message: "--output and --undo-file are about one file, and contradict --shard",
      command: command)
  }
  if request.writing.way == .inplace {
    throw UsageError(
      message: "--write=inplace contradicts --shard: another shard may be reading the file",
      command: command)
  }
  guard request.isDryRun || request.shardRecords != nil else {
    throw UsageError(
      message:
        "shards that write need --shard-records=DIR, an empty folder that all of them have, to"
        + " know what files were before another shard came to them", command: command)
  }
}

/// What `check` is asked.
func checkRequest(_ arguments: Arguments) throws(UsageError) -> CheckRequest {
  var request = CheckRequest()
  request.input = try inputChoice(arguments)
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

/// What `explain` is asked.
func explainRequest(_ arguments: Arguments) throws(UsageError) -> ExplainRequest {
  var request = ExplainRequest()
  request.symbol = arguments.operands[0].bytes
  request.file = arguments.operands[1]
  request.selection = selectionChoice(arguments)
  request.process = try processChoice(arguments)
  return request
}

/// What `bindings` is asked.
func bindingsRequest(_ arguments: Arguments) throws(UsageError) -> BindingsRequest {
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

/// What `audit` is asked.
func auditRequest(_ arguments: Arguments) throws(UsageError) -> AuditRequest {
  func paths(_ option: Option) -> [FilePath] {
    arguments.options.filter { $0.name == option.name }.map(\.path)
  }
  var request = AuditRequest()
  request.input = try inputChoice(arguments)
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
  if request.input.shard != nil, !request.logs.isEmpty || !request.libraries.isEmpty {
    throw UsageError(
      message:
        "--shard goes with the model alone, without --ld-debug and --with: these are about all"
        + " processes together", command: .audit)
  }
  if request.explained == nil, !request.selection.isEmpty {
    throw UsageError(message: "a selection goes with --explain=NAME", command: .audit)
  }
  if request.explained != nil, let form = arguments.last(OptionTable.formatName),
    Format(rawValue: form.text)?.isForFindingsOnly == true
  {
    throw UsageError(
      message: "--explain=NAME tells a story, and --format=\(form.text) has room for findings only",
      command: .audit)
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
