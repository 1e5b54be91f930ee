// A report in the form that was asked for.

internal import Policy
internal import Storage

/// The forms a report can take.
public enum Format: String, Sendable, CaseIterable {
  case text
  case json
  /// Lines as `LD_DEBUG=bindings` prints them.
  case ldDebug = "ld-debug"
}

/// A report, ready to be written: results to standard output, messages to standard error.
public struct Rendering: Sendable {
  /// For standard output.
  public let output: String
  /// For standard error.
  public let errors: String
}

extension Report {
  /// The report in `format`.
  ///
  /// - Parameter version: the tool's own version.
  public func rendered(as format: Format, version: String) -> Rendering {
    let errors = messageText
    return switch format {
    case .text: Rendering(output: files.compactMap(\.body?.text).joined(), errors: errors)
    case .ldDebug:
      Rendering(output: files.compactMap(\.body?.ldDebugText).joined(), errors: errors)
    case .json: Rendering(output: json(version).text + "\n", errors: errors)
    }
  }

  /// `format_version`: a new minor number adds fields, a new major one breaks readers.
  private func json(_ version: String) -> JSONValue {
    .object([
      JSONField("format_version", .string("1.0")),
      JSONField(
        "tool",
        .object([
          JSONField("name", .string("symdemote")), JSONField("version", .string(version)),
        ])),
      JSONField("command", .string(command)),
      JSONField("exit_status", .number(Int(status.rawValue))),
      JSONField("messages", Self.json(messages)),
      JSONField("files", .array(files.map(Self.json))),
    ])
  }

  private static func json(_ file: FileReport) -> JSONValue {
    .object(
      [
        JSONField("path", .string(file.path.text)),
        JSONField("path_bytes", .bytesUnlessText(file.path.bytes)),
        JSONField("exit_status", .number(Int(file.status.rawValue))),
        JSONField("messages", json(file.messages)),
      ] + (file.body?.fields ?? []))
  }

  private static func json(_ location: SourceLocation) -> JSONValue {
    .object([
      JSONField("file", .string(location.file)), JSONField("line", .number(location.line)),
      JSONField("column", .number(location.column)),
    ])
  }

  private static func json(_ messages: [Message]) -> JSONValue {
    .array(
      messages.map {
        .object([
          JSONField("severity", .string($0.severity.rawValue)), JSONField("text", .string($0.text)),
          JSONField("location", $0.location.map(json) ?? .null),
        ])
      })
  }
}
