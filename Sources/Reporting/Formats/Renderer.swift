// A report in pieces: what comes first, each file, and the end. Pieces of files may be made on any
// thread; put together in order they are the report.

internal import Policy
internal import Storage

/// What is printed of one file.
public struct RenderedFile: Sendable {
  fileprivate let rendering: Rendering
  /// How it ended for this file.
  public let status: ExitStatus

  /// `file`, which stands at `position` in the list of the run, in `format`.
  public init(_ file: FileReport, at position: Int, as format: Format) {
    status = file.status
    let errors = file.messageText
    rendering =
      switch format {
      case .text: Rendering(output: file.body?.text ?? "", errors: errors)
      case .ldDebug: Rendering(output: file.body?.ldDebugText ?? "", errors: errors)
      case .github: Rendering(output: file.gitHubText, errors: errors)
      case .html: Rendering(output: Page.section(of: file, at: position), errors: errors)
      case .json, .jsonl:
        Rendering(output: Self.text(file.fields, at: position, as: format), errors: errors)
      }
  }

  /// What was rendered before, as `fields`; its messages were said then.
  init(_ fields: [JSONField], _ status: ExitStatus, at position: Int, as format: Format) {
    self.status = status
    rendering = Rendering(output: Self.text(fields, at: position, as: format))
  }

  private static func text(_ fields: [JSONField], at position: Int, as format: Format) -> String {
    format == .json
      ? JSONValue.object(fields).text(depth: 2)
      : JSONValue.object([JSONField(LineName.position, .number(position))] + fields).line + "\n"
  }
}

/// The names by which the lines of a report are told apart.
enum LineName {
  static let version = "format_version"
  static let position = "position"
  static let end = "end"
}

/// Puts the pieces of a report together.
public struct Renderer: Sendable {
  private let format: Format
  private let version: String
  private var fileCount = 0
  /// The worst so far.
  public private(set) var status = ExitStatus.success

  /// - Parameter version: the tool's own version.
  public init(_ format: Format, version: String) {
    (self.format, self.version) = (format, version)
  }

  /// What comes before the first file.
  ///
  /// `format_version`: a new minor number adds fields, a new major one breaks readers.
  public func beginning(of run: RunOutline) -> Rendering {
    let fields = [
      JSONField(LineName.version, .string("1.0")),
      JSONField(
        "tool",
        .object([
          JSONField("name", .string("symdemote")), JSONField("version", .string(version)),
        ])),
      JSONField("command", .string(run.command)),
    ]
    return switch format {
    case .json:
      Rendering(
        output: "{\n  " + fields.map(\.text).joined(separator: ",\n  ") + ",\n  \"files\": [")
    case .jsonl: Rendering(output: JSONValue.object(fields + run.fields).line + "\n")
    case .html: Rendering(output: Page.beginning(run.command, version: version))
    default: Rendering()
    }
  }

  /// The next file.
  public mutating func next(_ file: RenderedFile) -> Rendering {
    status = max(status, file.status)
    defer { fileCount += 1 }
    guard format == .json else { return file.rendering }
    return Rendering(output: fileCount > 0 ? ",\n    " : "\n    ") + file.rendering
  }

  /// What comes behind the last file.
  public mutating func end(_ ending: RunEnding) -> Rendering {
    status = max(status, ending.status)
    let errors = ending.messages.map { $0.text(before: "") }.joined()
    let fields = [
      JSONField("messages", ending.messages.json),
      JSONField("exit_status", .number(Int(status.rawValue))),
    ]
    return switch format {
    case .text, .ldDebug: Rendering(errors: errors)
    case .github: Rendering(output: ending.messages.gitHubText, errors: errors)
    case .html:
      Rendering(output: Page.end(ending.messages, version: version), errors: errors)
    case .json:
      Rendering(
        output: (fileCount > 0 ? "\n  " : "") + "],\n  "
          + fields.map(\.text).joined(separator: ",\n  ") + "\n}\n",
        errors: errors)
    case .jsonl:
      Rendering(
        output: JSONValue.object(
          [JSONField(LineName.end, .object([JSONField("reports", .number(fileCount))]))] + fields
            + (ending.effect.map { [JSONField("selection", $0.json)] } ?? [])
        ).line + "\n", errors: errors)
    }
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
