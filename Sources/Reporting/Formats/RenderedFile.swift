// A file in a format, made on any thread.

/// What is printed of one file.
public struct RenderedFile: Sendable {
  /// What stands on standard output.
  let output: [UInt8]
  /// What stands on standard error.
  let errors: String
  /// Of a graph: what each of its edges is.
  let edges: [AuditGraph.Edge.Kind]
  /// What SARIF has of it, in more than one place.
  let sarif: SARIFFile?
  /// How it ended for this file.
  public let status: ExitStatus

  /// `file`, which stands at `position` in the list of the run, in `format`.
  public init(
    _ file: FileReport, at position: Int, as format: Format, colours: Colours = Colours()
  ) {
    status = file.status
    errors = file.messageText(isColoured: colours.errors)
    var sarif: SARIFFile?
    var edges: [AuditGraph.Edge.Kind] = []
    switch format {
    case .text:
      let text = file.body?.text ?? ""
      let shown = colours.output ? text.highlighted { file.body?.highlight(in: $0) } : text
      output = Array(shown.utf8)
    case .ldDebug, .dot, .mermaid:
      let form = file.body?.form(format, at: position)
      output = form?.bytes ?? []
      edges = form?.edges ?? []
    case .html: output = Page.section(of: file, at: position)
    case .github: output = Array(file.gitHubText.utf8)
    case .json, .jsonl: output = Self.bytes(file.fields, at: position, as: format)
    case .sarif:
      output = []
      sarif = SARIFFile(file)
    }
    (self.sarif, self.edges) = (sarif, edges)
  }

  /// What was rendered before, as `fields`; its messages were said then.
  init(_ fields: [JSONField], _ status: ExitStatus, at position: Int, as format: Format) {
    self.status = status
    output = Self.bytes(fields, at: position, as: format)
    (errors, edges, sarif) = ("", [], nil)
  }

  private static func bytes(_ fields: [JSONField], at position: Int, as format: Format) -> [UInt8] {
    guard format == .jsonl else { return JSONValue.object(fields).bytes(depth: 2) }
    let line = JSONValue.object([JSONField(LineName.position, .number(position))] + fields)
    return line.bytes(depth: nil) + [UInt8(ascii: "\n")]
  }
}
