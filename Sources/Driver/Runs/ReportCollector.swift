// A run whose reports are kept until all are there.

internal import Reporting
internal import Synchronization

/// Keeps every report.
private final class ReportCollector: ReportReceiver {
  private let kept = Mutex<(command: String, files: [FileReport])>(("", []))

  var command: String { kept.withLock(\.command) }
  var files: [FileReport] { kept.withLock(\.files) }

  func begin(_ run: RunOutline) { kept.withLock { $0.command = run.command } }

  func prepare(_ file: FileReport?, at position: Int) -> @Sendable () -> Void {
    guard let file else { return {} }
    return { self.kept.withLock { $0.files.append(file) } }
  }
}

/// Everything that `run` says.
func collecting(_ run: (any ReportReceiver) -> RunEnding) -> Report {
  let collector = ReportCollector()
  let ending = run(collector)
  return Report(
    command: collector.command, files: collector.files, messages: ending.messages,
    status: ending.status)
}

/// Takes reports, and keeps none: a rehearsal.
struct MuteReceiver: ReportReceiver {
  func begin(_ run: RunOutline) {}
  func prepare(_ file: FileReport?, at position: Int) -> @Sendable () -> Void { {} }
}
