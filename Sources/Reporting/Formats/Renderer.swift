// A report in pieces: what comes first, each file, and the end. Pieces of files may be made on any
// thread; put together in order they are the report.

internal import Policy
internal import Storage

/// What is printed of one file.
public struct RenderedFile: Sendable {
  /// What stands on standard output.
  let output: String
  /// What stands on standard error.
  let errors: String
  /// What SARIF tells of it at its end.
  let ending: SARIFFileEnding?
  /// How it ended for this file.
  public let status: ExitStatus

  /// `file`, which stands at `position` in the list of the run, in `format`.
  public init(
    _ file: FileReport, at position: Int, as format: Format, colours: Colours = Colours()
  ) {
    status = file.status
    errors = file.messageText(isColoured: colours.errors)
    var ending: SARIFFileEnding?
    switch format {
    case .text:
      let text = file.body?.text ?? ""
      output = colours.output ? text.highlighted { file.body?.highlight(in: $0) } : text
    case .ldDebug, .dot, .mermaid: output = file.body?.text(as: format, at: position) ?? ""
    case .html: output = Page.section(of: file, at: position)
    case .github: output = file.gitHubText
    case .json, .jsonl: output = Self.text(file.fields, at: position, as: format)
    case .sarif:
      output = file.sarifResults
      ending = file.sarifEnding
    }
    self.ending = ending
  }

  /// What was rendered before, as `fields`; its messages were said then.
  init(_ fields: [JSONField], _ status: ExitStatus, at position: Int, as format: Format) {
    self.status = status
    output = Self.text(fields, at: position, as: format)
    (errors, ending) = ("", nil)
  }

  private static func text(_ fields: [JSONField], at position: Int, as format: Format) -> String {
    format == .json
      ? JSONValue.object(fields).text(depth: 2)
      : JSONValue.object([JSONField(LineName.position, .number(position))] + fields).line + "\n"
  }
}

/// Puts the pieces of a report together.
public struct Renderer: Sendable {
  private var frame: any Frame
  private let isColoured: Bool
  /// The worst so far.
  public private(set) var status = ExitStatus.success

  /// - Parameter version: the tool's own version.
  public init(_ format: Format, version: String, colours: Colours = Colours()) {
    frame = format.frame(version: version)
    isColoured = colours.errors
  }

  /// What comes before the first file.
  public mutating func beginning(of run: RunOutline) -> Rendering {
    Rendering(output: frame.beginning(of: run))
  }

  /// The next file.
  public mutating func next(_ file: RenderedFile) -> Rendering {
    status = max(status, file.status)
    return Rendering(output: frame.next(file), errors: file.errors)
  }

  /// What comes behind the last file.
  public mutating func end(_ ending: RunEnding) -> Rendering {
    status = max(status, ending.status)
    return Rendering(
      output: frame.end(ending, status: status),
      errors: ending.messages.map { $0.text(before: "", isColoured: isColoured) }.joined())
  }
}
