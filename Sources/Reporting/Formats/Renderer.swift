// A report in pieces: what comes first, each file, and the end. Pieces of files may be made on any
// thread; put together in order they are the report.

internal import Policy
internal import Storage

/// What is printed of one file.
public struct RenderedFile: Sendable {
  fileprivate let rendering: Rendering
  /// How it ended for this file.
  public let status: ExitStatus

  /// `file` in `format`.
  public init(_ file: FileReport, as format: Format) {
    status = file.status
    let errors = file.messageText
    rendering =
      switch format {
      case .text: Rendering(output: file.body?.text ?? "", errors: errors)
      case .ldDebug: Rendering(output: file.body?.ldDebugText ?? "", errors: errors)
      case .github: Rendering(output: file.gitHubText, errors: errors)
      case .json: Rendering(output: file.json.text(depth: 2), errors: errors)
      }
  }
}

/// Puts the pieces of a report together.
public struct Renderer: Sendable {
  private let format: Format
  private let version: String
  private var hasFiles = false
  /// The worst so far.
  public private(set) var status = ExitStatus.success

  /// - Parameter version: the tool's own version.
  public init(_ format: Format, version: String) {
    (self.format, self.version) = (format, version)
  }

  /// What comes before the first file.
  ///
  /// `format_version`: a new minor number adds fields, a new major one breaks readers.
  public func beginning(of command: String) -> Rendering {
    guard format == .json else { return Rendering() }
    let fields = [
      JSONField("format_version", .string("1.0")),
      JSONField(
        "tool",
        .object([
          JSONField("name", .string("symdemote")), JSONField("version", .string(version)),
        ])),
      JSONField("command", .string(command)),
    ]
    return Rendering(
      output: "{\n  " + fields.map(\.text).joined(separator: ",\n  ") + ",\n  \"files\": [")
  }

  /// The next file.
  public mutating func next(_ file: RenderedFile) -> Rendering {
    status = max(status, file.status)
    guard format == .json else { return file.rendering }
    defer { hasFiles = true }
    return Rendering(output: hasFiles ? ",\n    " : "\n    ") + file.rendering
  }

  /// What comes behind the last file.
  public mutating func end(_ ending: RunEnding) -> Rendering {
    status = max(status, ending.status)
    let errors = ending.messages.map { $0.text(before: "") }.joined()
    return switch format {
    case .text, .ldDebug: Rendering(errors: errors)
    case .github: Rendering(output: ending.messages.gitHubText, errors: errors)
    case .json:
      Rendering(
        output: (hasFiles ? "\n  " : "") + "],\n  "
          + [
            JSONField("messages", ending.messages.json),
            JSONField("exit_status", .number(Int(status.rawValue))),
          ].map(\.text).joined(separator: ",\n  ") + "\n}\n",
        errors: errors)
    }
  }
}

extension FileReport {
  /// The report for machines.
  fileprivate var json: JSONValue {
    .object(
      [
        JSONField("path", .string(path.text)),
        JSONField("path_bytes", .bytesUnlessText(path.bytes)),
        JSONField("exit_status", .number(Int(status.rawValue))),
        JSONField("messages", messages.json),
      ] + (body?.fields ?? []))
  }
}

extension JSONField {
  /// The field in the outermost object.
  fileprivate var text: String {
    JSONValue.string(name).text(depth: 1) + ": " + value.text(depth: 1)
  }
}

extension [Message] {
  fileprivate var json: JSONValue {
    .array(
      map {
        .object([
          JSONField("severity", .string($0.severity.rawValue)), JSONField("text", .string($0.text)),
          JSONField("location", $0.location.map(\.json) ?? .null),
        ])
      })
  }
}
