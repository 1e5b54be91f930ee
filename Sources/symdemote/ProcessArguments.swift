// The options that describe a process, and what happens in it, in the order given.

internal import Driver
internal import LoaderModel
internal import Storage

/// The process that `arguments` describe.
func processOptions(_ arguments: Arguments) throws(UsageError) -> ProcessOptions {
  var options = ProcessOptions()
  options.libraryPath = arguments.last(OptionTable.libraryPath)?.value
  options.sysroot = arguments.last(OptionTable.sysroot)?.path
  options.isLazy = arguments.has(OptionTable.lazy)
  for given in arguments.options {
    switch given.name {
    case OptionTable.preload.name: options.preloads.append(given.value)
    case OptionTable.audit.name: options.auditors.append(given.value)
    default:
      if let event = try event(given, of: arguments.command) { options.events.append(event) }
    }
  }
  return options
}

private func event(_ given: GivenOption, of command: Command) throws(UsageError) -> ProcessEvent? {
  switch given.name {
  case OptionTable.dlopen.name: return try open(given, in: .callers, command)
  case OptionTable.dlmopen.name: return try open(given, in: .new, command)
  case OptionTable.dlclose.name:
    var flags = Flags(given, command)
    let namespace = try flags.number("ns")
    return .close(try flags.finish(), namespace: namespace)
  case OptionTable.dlsym.name: return try lookUp(given, command)
  case OptionTable.call.name:
    var flags = Flags(given, command)
    let caller = flags.value("from")
    return .call(try flags.finish(), caller: caller)
  default: return nil
  }
}

private func open(_ given: GivenOption, in target: TargetNamespace, _ command: Command)
  throws(UsageError) -> ProcessEvent
{
  var flags = Flags(given, command)
  var mode: OpenMode = []
  let words: [(String, OpenMode)] = [
    ("global", .global), ("deepbind", .deepBind), ("nodelete", .noDelete), ("noload", .noLoad),
    ("now", .now), ("local", []), ("lazy", []),
  ]
  for (word, bit) in words where flags.take(word) { mode.insert(bit) }
  let caller = flags.value("from")
  let namespace = try flags.number("ns").map { TargetNamespace.number($0) } ?? target
  return .open(try flags.finish(), mode, caller: caller, namespace)
}

private func lookUp(_ given: GivenOption, _ command: Command) throws(UsageError) -> ProcessEvent {
  var flags = Flags(given, command)
  var handle = SymbolHandle.default
  if flags.take("default") { handle = .default }
  if flags.take("next") { handle = .next }
  if let object = flags.value("handle") { handle = .object(object) }
  let caller = flags.value("from")
  let namespace = try flags.number("ns")
  let parts = try flags.finish().split(separator: UInt8(ascii: "@"), maxSplits: 1)
  return .lookUp(
    name: parts.first.map { Array($0) } ?? [], version: parts.count > 1 ? Array(parts[1]) : nil,
    handle, caller: caller, namespace: namespace)
}

/// The flags behind the subject of an event: `SUBJECT:flag:name=value`.
private struct Flags {
  private let given: GivenOption
  private let command: Command
  private let subject: [UInt8]
  private var rest: [[UInt8]]

  init(_ given: GivenOption, _ command: Command) {
    self.given = given
    self.command = command
    let parts = given.value.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    subject = parts.first.map { Array($0) } ?? []
    rest = parts.dropFirst().map { Array($0) }
  }

  /// Whether the flag `word` is there; it is then done with.
  mutating func take(_ word: String) -> Bool {
    guard let place = rest.firstIndex(of: Array(word.utf8)) else { return false }
    rest.remove(at: place)
    return true
  }

  /// The value of the flag `name`; it is then done with.
  mutating func value(_ name: String) -> [UInt8]? {
    let prefix = Array("\(name)=".utf8)
    guard let place = rest.firstIndex(where: { $0.starts(with: prefix) }) else { return nil }
    return Array(rest.remove(at: place).dropFirst(prefix.count))
  }

  /// The number that the flag `name` has.
  mutating func number(_ name: String) throws(UsageError) -> Int? {
    guard let value = value(name) else { return nil }
    guard let number = Int(String(decoding: value, as: UTF8.self)), number >= 0 else {
      throw UsageError(
        message: "in \(given.source), \(name)= wants a number", command: command.name)
    }
    return number
  }

  /// The subject, once every flag is done with.
  func finish() throws(UsageError) -> [UInt8] {
    guard let unknown = rest.first else { return subject }
    throw UsageError(
      message: "in \(given.source), '\(String(decoding: unknown, as: UTF8.self))' is no flag",
      command: command.name)
  }
}
