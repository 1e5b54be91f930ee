// Findings as commands that a GitHub workflow reads from what a step prints, and shows beside the
// files of a change (GitHub documentation, "Workflow commands for GitHub Actions"; what is escaped,
// and how, is told by the toolkit's `command.ts`).
//
// A line is one command: what comes from a file can neither end it nor begin another.

internal import Policy
internal import Storage

extension FileReport {
  /// Every finding and every message, one command a line.
  var gitHubText: String {
    let findings = (body?.annotations ?? []).map { $0.gitHubCommand(about: path.bytes) }
    return findings.joined() + messages.map { $0.gitHubCommand(about: path) }.joined()
  }
}

extension [Message] {
  /// Messages about no file in particular, one command a line.
  var gitHubText: String { map { $0.gitHubCommand(about: nil) }.joined() }
}

extension Annotation {
  /// The finding in the file at `path`, as one line.
  fileprivate func gitHubCommand(about path: [UInt8]) -> String {
    let title = rule.map { "\($0.rawValue) \($0.title)" } ?? ""
    return command(severity, title: title, text, file: location?.path ?? path, line: location?.line)
  }
}

extension Message {
  /// The message, beside the place that it names or else the file that it is about; the words name that
  /// file too, since it may be none of the project's.
  fileprivate func gitHubCommand(about path: FilePath?) -> String {
    if let location, !location.isStandardInput {
      return command(
        severity, title: "symdemote", text, file: location.path, line: location.line)
    }
    return command(
      severity, title: "symdemote", (path.map { "\($0.text): " } ?? "") + text,
      file: path?.bytes ?? [], line: nil)
  }
}

private func command(
  _ severity: Message.Severity, title: String, _ text: String, file: [UInt8], line: Int?
) -> String {
  var properties: [(name: String, value: String)] = []
  // A path that begins with `./` is none of a change.
  let file = String(decoding: plainPath(file), as: UTF8.self)
  if !file.isEmpty { properties.append(("file", file)) }
  if let line { properties.append(("line", String(line))) }
  properties.append(("title", title))
  let list = properties.map { "\($0.name)=\($0.value.gitHubProperty)" }.joined(separator: ",")
  return "::\(severity.rawValue) \(list)::\(text.gitHubData)\n"
}

extension String {
  /// The text of a command.
  var gitHubData: String { escaped(["%", "\r", "\n"]) }

  /// The value of a property of a command.
  var gitHubProperty: String { escaped(["%", "\r", "\n", ":", ","]) }

  private func escaped(_ marks: Set<UnicodeScalar>) -> String {
    // Whoever reads a log in a terminal is spared the other control characters.
    escaped { scalar in
      guard marks.contains(scalar) else { return nil }
      let digits = String(scalar.value, radix: 16, uppercase: true)
      return "%" + (digits.count < 2 ? "0" : "") + digits
    }.printable
  }
}
