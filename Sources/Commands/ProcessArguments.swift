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
    // Several in one value, as in LD_PRELOAD and LD_AUDIT.
    case OptionTable.preload.name: options.preloads += words(of: given.value, partedBy: ": ")
    case OptionTable.audit.name: options.auditors += words(of: given.value, partedBy: ":")
    default:
      if let event = try event(given, of: arguments.command) { options.events.append(event) }
    }
  }
  if !options.isLazy, arguments.has(OptionTable.call) {
    throw UsageError(
      message: "--call goes with --lazy: without it every slot is bound when its object is loaded",
      command: arguments.command.name)
  }
  return options
}

private func words(of value: [UInt8], partedBy separators: String) -> [[UInt8]] {
  value.split { separators.utf8.contains($0) }.map { Array($0) }
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
  try flags.rejectBoth("local", "global")
  try flags.rejectBoth("lazy", "now")
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
  try flags.rejectBoth("default", "next")
  try flags.rejectBoth("default", "handle")
  try flags.rejectBoth("next", "handle")
  if flags.take("default") { handle = .default }
  if flags.take("next") { handle = .next }
  if let object = flags.value("handle") { handle = .object(object) }
  let caller = flags.value("from")
  let namespace = try flags.number("ns")
  // `name@VERSION`, or `name@@VERSION` as nm shows a default version.
  let at = UInt8(ascii: "@")
  let subject = try flags.finish()
  let name = Array(subject.prefix { $0 != at })
  let version = Array(subject.dropFirst(name.count).drop { $0 == at })
  guard !name.isEmpty, name.count == subject.count || !version.isEmpty else {
    throw UsageError(
      message: "in \(given.source), a name, or a version behind @, is missing",
      command: command.name)
  }
  return .lookUp(
    name: name, version: version.isEmpty ? nil : version, handle, caller: caller,
    namespace: namespace)
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
    guard let place = rest.firstIndex(where: { $0.starts(with: prefix) && $0.count > prefix.count })
    else { return nil }
    return Array(rest.remove(at: place).dropFirst(prefix.count))
  }

  /// Rejects two flags that contradict each other.
  func rejectBoth(_ first: String, _ second: String) throws(UsageError) {
    guard has(first), has(second) else { return }
    throw UsageError(
      message: "in \(given.source), \(first) and \(second) contradict each other",
      command: command.name)
  }

  private func has(_ word: String) -> Bool {
    rest.contains { $0.prefix { $0 != UInt8(ascii: "=") }.elementsEqual(word.utf8) }
  }

  /// The number that the flag `name` has.
  mutating func number(_ name: String) throws(UsageError) -> Int? {
    guard let value = value(name) else { return nil }
    guard let number = Int(String(decoding: value, as: UTF8.self)), number >= 0 else {
      throw UsageError(
        message: "in \(given.source), \(name)= wants the number of a namespace",
        command: command.name)
    }
    return number
  }

  /// The subject, once every flag is done with.
  func finish() throws(UsageError) -> [UInt8] {
    guard let unknown = rest.first else {
      guard !subject.isEmpty else {
        throw UsageError(
          message: "in \(given.source), nothing stands before the flags", command: command.name)
      }
      return subject
    }
    throw UsageError(
      message: "in \(given.source), '\(String(decoding: unknown, as: UTF8.self))' is no flag",
      command: command.name)
  }
}
