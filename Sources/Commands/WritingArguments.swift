// The options about writing, some of which have their default in the environment, as for coreutils.

internal import Driver
internal import Storage

/// How files are to be written.
func writingRules(_ arguments: Arguments) throws(UsageError) -> WritingRules {
  var rules = WritingRules()
  rules.allowsPrivileged = arguments.has(OptionTable.allowPrivileged)
  rules.allowsSigned = arguments.has(OptionTable.allowSigned)
  rules.preservesDates = arguments.has(OptionTable.preserveDates)
  rules.backup = try backup(arguments)
  if let given = arguments.last(OptionTable.write) {
    guard let way = WritingWay(rawValue: given.text) else {
      throw UsageError(
        message: "--write is auto, rename or inplace, not '\(given.text)'",
        command: arguments.command.name)
    }
    rules.way = way
  }
  return rules
}

/// As cp(1) has it: either option asks for backups, the control comes from VERSION_CONTROL where
/// none is given, the suffix from SIMPLE_BACKUP_SUFFIX.
private func backup(_ arguments: Arguments) throws(UsageError) -> Backup? {
  let (given, suffix) = (arguments.last(OptionTable.backup), arguments.last(OptionTable.suffix))
  guard given != nil || suffix != nil else { return nil }
  if let suffix, !Backup.isSuffix(suffix.value) {
    throw UsageError(
      message: "--suffix is the end of a name, not '\(suffix.text)'",
      command: arguments.command.name)
  }
  let named = given.map(\.text) ?? ""
  let word = named.isEmpty ? environment("VERSION_CONTROL") ?? "" : named
  guard let control = word.isEmpty ? .some(.existing) : Backup.control(word) else {
    let source = named.isEmpty ? "VERSION_CONTROL" : "--backup"
    throw UsageError(
      message: "\(source) is none, simple, numbered or existing, not '\(word)'",
      command: arguments.command.name)
  }
  let standard = Array((environment("SIMPLE_BACKUP_SUFFIX") ?? "").utf8)
  return control.map {
    Backup($0, suffix: suffix?.value ?? (Backup.isSuffix(standard) ? standard : Array("~".utf8)))
  }
}
