// A report as one JSON value, and as a line of JSON for each of its parts. Schemas/report-1.json and
// Schemas/report-line-1.json describe them; a key that they do not know is a mistake in either.
//
// `format_version`: a new minor number adds fields, a new major one breaks readers.

internal import Policy
internal import Storage

/// The names by which the lines of a report are told apart.
enum LineName {
  static let version = "format_version"
  static let position = "position"
  static let end = "end"
}

/// What both forms begin with.
private func heading(_ run: RunOutline, version: String) -> [JSONField] {
  [
    JSONField(LineName.version, .string("1.0")),
    JSONField(
      "tool",
      .object([
        JSONField("name", .string("symdemote")), JSONField("version", .string(version)),
      ])),
    JSONField("command", .string(run.command)),
  ]
}

/// What both forms end with.
private func trailer(_ ending: RunEnding, _ status: ExitStatus) -> [JSONField] {
  [
    JSONField("messages", ending.messages.json),
    JSONField("exit_status", .number(Int(status.rawValue))),
  ]
}

/// One value, with the files in an array.
struct JSONFrame: Frame {
  private let version: String
  private var fileCount = 0

  init(version: String) { self.version = version }

  func beginning(of run: RunOutline) -> String {
    "{\n  " + heading(run, version: version).map(\.text).joined(separator: ",\n  ")
      + ",\n  \"files\": ["
  }

  mutating func next(_ file: RenderedFile) -> [UInt8] {
    defer { fileCount += 1 }
    return Array((fileCount > 0 ? ",\n    " : "\n    ").utf8) + file.output
  }

  func end(_ ending: RunEnding, status: ExitStatus) -> String {
    (fileCount > 0 ? "\n  " : "") + "],\n  "
      + trailer(ending, status).map(\.text).joined(separator: ",\n  ") + "\n}\n"
  }
}

/// A line for what comes first, for each file, and for the end.
struct JSONLinesFrame: Frame {
  private let version: String
  private var fileCount = 0

  init(version: String) { self.version = version }

  func beginning(of run: RunOutline) -> String {
    JSONValue.object(heading(run, version: version) + run.fields).line + "\n"
  }

  mutating func next(_ file: RenderedFile) -> [UInt8] {
    fileCount += 1
    return file.output
  }

  func end(_ ending: RunEnding, status: ExitStatus) -> String {
    JSONValue.object(
      [JSONField(LineName.end, .object([JSONField("reports", .number(fileCount))]))]
        + trailer(ending, status)
        + (ending.effect.map { [JSONField("selection", $0.json)] } ?? [])
    ).line + "\n"
  }
}

extension RunOutline {
  /// What tells whether reports are of shards of one run, and of which.
  fileprivate var fields: [JSONField] {
    let shard = shard ?? .whole
    return [
      JSONField(
        "run",
        .object([
          JSONField("shard", .number(shard.number)), JSONField("of", .number(shard.count)),
          JSONField("files", .number(fileCount)), JSONField("identity", .string(identity)),
        ]))
    ]
  }
}

extension FileReport {
  /// The report for machines.
  var fields: [JSONField] {
    [
      JSONField("path", .string(path.text)),
      JSONField("path_bytes", .bytesUnlessText(path.bytes)),
      JSONField("exit_status", .number(Int(status.rawValue))),
      JSONField("messages", messages.json),
    ] + (body?.fields ?? [])
  }
}

extension JSONField {
  /// The field in the outermost object.
  fileprivate var text: String {
    JSONValue.string(name).text(depth: 1) + ": " + value.text(depth: 1)
  }
}

extension SourceLocation {
  /// The place for machines.
  var json: JSONValue {
    .object([
      JSONField("file", .string(file)), JSONField("file_bytes", .bytesUnlessText(path)),
      JSONField("line", .number(line)), JSONField("column", .number(column)),
    ])
  }
}

extension [Message] {
  var json: JSONValue {
    .array(
      map {
        .object([
          JSONField("severity", .string($0.severity.rawValue)), JSONField("text", .string($0.text)),
          JSONField("location", $0.location.map(\.json) ?? .null),
        ])
      })
  }
}
