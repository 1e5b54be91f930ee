// A report in pieces: what comes first, each file, and the end. Pieces of files may be made on any
// thread; put together in order they are the report.

internal import Policy
internal import Storage

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
    Rendering(text: frame.beginning(of: run))
  }

  /// The next file.
  public mutating func next(_ file: RenderedFile) -> Rendering {
    status = max(status, file.status)
    return Rendering(output: frame.next(file), errors: file.errors)
  }

  /// What comes behind the last file.
  public mutating func end(_ ending: RunEnding) -> Rendering {
    status = max(status, ending.status)
    let messages = ending.messages + frame.remarks
    let said = RunEnding(messages: messages, status: ending.status, effect: ending.effect)
    return Rendering(
      output: Array(frame.end(said, status: status).utf8),
      errors: messages.map { $0.text(before: "", isColoured: isColoured) }.joined())
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
    rendering += renderer.end(RunEnding(messages: messages, status: ownStatus))
    return rendering
  }
}
