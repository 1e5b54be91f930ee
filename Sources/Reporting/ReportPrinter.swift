// Prints what a run says as it comes.

internal import Synchronization

/// Renders each report where it was made, and hands the pieces over in order.
public final class ReportPrinter: ReportReceiver {
  private let format: Format
  private let colours: Colours
  private let renderer: Mutex<Renderer>
  private let print: @Sendable (Rendering) -> Void

  /// - Parameters:
  ///   - version: the tool's own version.
  ///   - colours: where people read it at a terminal.
  ///   - print: takes one piece after the other.
  public init(
    _ format: Format, version: String, colours: Colours = Colours(),
    print: @escaping @Sendable (Rendering) -> Void
  ) {
    (self.format, self.colours) = (format, colours)
    renderer = Mutex(Renderer(format, version: version, colours: colours))
    self.print = print
  }

  /// Prints what comes before the first file.
  public func begin(_ run: RunOutline) { print(renderer.withLock { $0.beginning(of: run) }) }

  /// Renders one file; the result prints it.
  public func prepare(_ file: FileReport?, at position: Int) -> @Sendable () -> Void {
    guard let file else { return {} }
    let rendered = RenderedFile(file, at: position, as: format, colours: colours)
    return { self.print(self.renderer.withLock { $0.next(rendered) }) }
  }

  /// Prints the end.
  ///
  /// - Returns: the worst of all.
  public func end(_ ending: RunEnding) -> ExitStatus {
    print(renderer.withLock { $0.end(ending) })
    return renderer.withLock(\.status)
  }

  /// Prints a report that is whole.
  public func print(_ report: Report) -> ExitStatus {
    begin(RunOutline(report.command, fileCount: report.files.count))
    for (position, file) in report.files.enumerated() { prepare(file, at: position)() }
    return end(RunEnding(messages: report.messages, status: report.ownStatus))
  }
}
