// A report in the form that was asked for.

internal import Policy
internal import Storage

/// The forms a report can take.
public enum Format: String, Sendable, CaseIterable {
  case text
  case json
  /// A line of JSON for what comes first, for each file, and for the end; what shards say is merged from
  /// these.
  case jsonl
  /// Lines as `LD_DEBUG=bindings` prints them.
  case ldDebug = "ld-debug"
  /// Findings as annotations in a GitHub workflow.
  case github
  /// Findings in the Static Analysis Results Interchange Format 2.1.0.
  case sarif
  /// Who captures whose references, as a graph for Graphviz.
  case dot
  /// The same for Mermaid.
  case mermaid
  /// One page for a browser.
  case html
}

/// A report, ready to be written: results to standard output, messages to standard error.
public struct Rendering: Sendable {
  /// For standard output.
  public var output: String
  /// For standard error.
  public var errors: String

  /// Memberwise.
  public init(output: String = "", errors: String = "") {
    (self.output, self.errors) = (output, errors)
  }

  /// One after the other.
  static func + (first: Rendering, second: Rendering) -> Rendering {
    Rendering(output: first.output + second.output, errors: first.errors + second.errors)
  }

  static func += (first: inout Rendering, second: Rendering) {
    first.output += second.output
    first.errors += second.errors
  }
}

extension Report {
  /// The report in `format`.
  ///
  /// - Parameter version: the tool's own version.
  public func rendered(
    as format: Format, version: String, colours: Colours = Colours()
  ) -> Rendering {
    var renderer = Renderer(format, version: version, colours: colours)
    var rendering = renderer.beginning(of: RunOutline(command, fileCount: files.count))
    for (position, file) in files.enumerated() {
      rendering += renderer.next(RenderedFile(file, at: position, as: format, colours: colours))
    }
    return rendering + renderer.end(RunEnding(messages: messages, status: ownStatus))
  }
}

extension SourceLocation {
  /// The place for machines.
  var json: JSONValue {
    .object([
      JSONField("file", .string(file)), JSONField("line", .number(line)),
      JSONField("column", .number(column)),
    ])
  }
}
