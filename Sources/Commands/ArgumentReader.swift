// From the command line to options and operands, by the option table. What was typed is kept as it
// was typed; what it means is decided by the commands.

internal import Patterns
internal import Storage

/// A command line that cannot be followed.
struct UsageError: Error {
  let message: String
  /// The command whose help would tell more.
  let command: Command.Name?
  /// The subject that would; it goes before the command.
  var topic: HelpTopic?
}

/// An option as it was given.
struct GivenOption {
  let name: String
  let value: [UInt8]

  var text: String { String(decoding: value, as: UTF8.self) }
  var path: FilePath { FilePath(value) }

  /// The option as one word of a command line.
  var word: [UInt8] { Array(name.utf8) + (value.isEmpty ? [] : [UInt8(ascii: "=")] + value) }
  /// The option as typed, for messages.
  var source: String { value.isEmpty ? name : "\(name)=\(text)" }
}

/// The options and operands of one command.
struct Arguments {
  let command: Command
  let options: [GivenOption]
  let operands: [FilePath]

  /// The value of the last option `option`.
  func last(_ option: Option) -> GivenOption? { options.last { $0.name == option.name } }

  /// The value of the last option called `name`.
  func last(_ name: String) -> GivenOption? { options.last { $0.name == name } }

  /// Whether `option` was given.
  func has(_ option: Option) -> Bool { last(option) != nil }
}

/// Reads the arguments of `command`: `--name=value`, `--name value`, operands in any order, `--`
/// before operands that begin with a dash.
func readArguments(_ arguments: ArraySlice<[UInt8]>, of command: Command) throws(UsageError)
  -> Arguments
{
  var options: [GivenOption] = []
  var operands: [FilePath] = []
  var rest = arguments
  while let argument = rest.popFirst() {
    if argument == Array("--".utf8) {
      operands += rest.map { FilePath($0) }
      break
    }
    guard argument.first == UInt8(ascii: "-"), argument.count > 1 else {
      operands.append(FilePath(argument))
      continue
    }
    let parts = argument.split(
      separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(decoding: parts[0], as: UTF8.self)
    guard let option = command.options.first(where: { $0.name == name }) else {
      throw UsageError(message: unknownOption(name, of: command), command: command.name)
    }
    if !option.isRepeatable, options.contains(where: { $0.name == name }) {
      throw UsageError(message: "\(name) is given twice", command: command.name)
    }
    options.append(
      GivenOption(
        name: name,
        value: try value(
          of: option, inline: parts.count > 1 ? Array(parts[1]) : nil, &rest, command)))
  }
  return Arguments(command: command, options: options, operands: operands)
}

private func value(
  of option: Option, inline: [UInt8]?, _ rest: inout ArraySlice<[UInt8]>, _ command: Command
) throws(UsageError) -> [UInt8] {
  guard let placeholder = option.value else {
    guard inline == nil else {
      throw UsageError(message: "\(option.name) takes no value", command: command.name)
    }
    return []
  }
  if option.isValueOptional { return inline ?? [] }
  guard let value = inline ?? rest.popFirst(), !value.isEmpty else {
    throw UsageError(
      message: "\(option.name) needs a value: \(option.name)=\(placeholder)", command: command.name)
  }
  return value
}

private func unknownOption(_ name: String, of command: Command) -> String {
  let message = "\(command.name.rawValue) has no option \(name)"
  guard let near = nearest(to: name, among: command.options.map(\.name)) else { return message }
  return message + "; did you mean \(near)?"
}

/// The candidate that differs from `word` in the fewest letters, if few differ.
func nearest(to word: String, among candidates: [String]) -> String? {
  let scored = candidates.map { ($0, editDistance(Array(word.utf8.prefix(64)), Array($0.utf8))) }
  guard let best = scored.min(by: { $0.1 < $1.1 }), best.1 <= max(1, best.0.utf8.count / 3) else {
    return nil
  }
  return best.0
}
