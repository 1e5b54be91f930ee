// What a format puts around the files of a run, and between them.
//
// Here is the one place that chooses a format: `frame` for what is around, `RenderedFile` for each file.

/// What stands around the pieces of a report.
protocol Frame: Sendable {
  /// What comes before the first file.
  mutating func beginning(of run: RunOutline) -> String
  /// A file, as it stands in the report.
  mutating func next(_ file: RenderedFile) -> [UInt8]
  /// What the form itself has to say of the run once all files are there.
  var remarks: [Message] { get }
  /// What comes behind the last file; `status` is the worst of all.
  mutating func end(_ ending: RunEnding, status: ExitStatus) -> String
}

extension Frame {
  /// Most forms have room for everything.
  var remarks: [Message] { [] }
}

extension Format {
  /// What this format puts around files; `version` is the tool's own.
  func frame(version: String) -> any Frame {
    switch self {
    case .text, .ldDebug: PlainFrame()
    case .github: GitHubFrame()
    case .json: JSONFrame(version: version)
    case .jsonl: JSONLinesFrame(version: version)
    case .sarif: SARIFFrame(version: version)
    case .html: PageFrame(version: version)
    case .dot: DotFrame()
    case .mermaid: MermaidFrame()
    }
  }
}

/// Nothing at all.
private struct PlainFrame: Frame {
  func beginning(of run: RunOutline) -> String { "" }
  func next(_ file: RenderedFile) -> [UInt8] { file.output }
  func end(_ ending: RunEnding, status: ExitStatus) -> String { "" }
}

/// One page.
private struct PageFrame: Frame {
  private let version: String

  init(version: String) { self.version = version }

  func beginning(of run: RunOutline) -> String { Page.beginning(run.command, version: version) }
  func next(_ file: RenderedFile) -> [UInt8] { file.output }
  func end(_ ending: RunEnding, status: ExitStatus) -> String {
    Page.end(ending.messages, version: version)
  }
}

/// Commands for what concerns no file in particular.
private struct GitHubFrame: Frame {
  func beginning(of run: RunOutline) -> String { "" }
  func next(_ file: RenderedFile) -> [UInt8] { file.output }
  func end(_ ending: RunEnding, status: ExitStatus) -> String { ending.messages.gitHubText }
}

/// A graph in which each file's is a part; of several, those without a finding are left out.
private struct DotFrame: Frame {
  private var isAlone = true

  mutating func beginning(of run: RunOutline) -> String {
    isAlone = run.fileCount < 2
    return DotGraph.beginning
  }

  func next(_ file: RenderedFile) -> [UInt8] {
    isAlone || !file.edges.isEmpty ? file.output : []
  }

  func end(_ ending: RunEnding, status: ExitStatus) -> String { DotGraph.end }
}

/// The same, where links are told apart by their numbers.
private struct MermaidFrame: Frame {
  private var isAlone = true
  private var links: [AuditGraph.Edge.Kind] = []

  mutating func beginning(of run: RunOutline) -> String {
    isAlone = run.fileCount < 2
    return MermaidGraph.beginning
  }

  mutating func next(_ file: RenderedFile) -> [UInt8] {
    links += file.edges
    return isAlone || !file.edges.isEmpty ? file.output : []
  }

  func end(_ ending: RunEnding, status: ExitStatus) -> String { MermaidGraph.end(links) }
}
