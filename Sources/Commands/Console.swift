// Where text goes: results to standard output, messages to standard error, and while long work is
// being done and somebody watches, a line that says how far it is.

internal import Glibc
internal import Reporting
internal import Synchronization

/// The standard streams, or what stands in for them.
package final class Console: Sendable {
  private struct State {
    /// Why standard output takes nothing any more.
    var failure: Int32?
    /// Whether the cursor is behind a line of progress.
    var showsProgress = false
  }

  private let state = Mutex(State())
  private let write: @Sendable ([UInt8], Int32) -> Int32?
  /// Whether somebody watches standard error.
  private let isWatched: Bool
  /// Where a choice of colour leaves colour.
  let colours: @Sendable (ColorChoice) -> Colours

  /// - Parameter write: writes to a descriptor, and returns the number of the error if that fails.
  init(
    isWatched: Bool, colours: @escaping @Sendable (ColorChoice) -> Colours = { Colours($0) },
    _ write: @escaping @Sendable ([UInt8], Int32) -> Int32?
  ) {
    (self.isWatched, self.colours, self.write) = (isWatched, colours, write)
  }

  /// The streams of this process.
  package convenience init() {
    let isDumb = (environment("TERM") ?? "dumb") == "dumb"
    self.init(isWatched: isatty(STDERR_FILENO) == 1 && !isDumb) { writeAll($0, to: $1) }
  }

  /// Why standard output did not take everything; nil if it did.
  package var failure: Int32? { state.withLock(\.failure) }

  /// Prints a result.
  func print(_ text: String) { print(Rendering(text: text)) }

  /// A printer of reports in `format`.
  func printer(_ format: Format, _ choice: ColorChoice = .auto) -> ReportPrinter {
    ReportPrinter(format, version: Version.number, colours: colours(choice)) { self.print($0) }
  }

  /// `receiver`, beside which progress is shown where somebody watches.
  func showingProgress(of receiver: any ReportReceiver) -> any ReportReceiver {
    isWatched ? ProgressReceiver(receiver, on: self) : receiver
  }

  /// Shows how far the work is, in the line where this was shown before.
  func showProgress(_ text: String) {
    state.withLock { state in
      state.showsProgress = true
      _ = write(Array("\r\(text)\u{1b}[K".utf8), STDERR_FILENO)
    }
  }

  /// Prints a piece of a report.
  func print(_ rendering: Rendering) {
    guard !rendering.output.isEmpty || !rendering.errors.isEmpty else { return }
    state.withLock { state in
      clearProgress(in: &state)
      if state.failure == nil, !rendering.output.isEmpty {
        state.failure = write(rendering.output, STDOUT_FILENO)
      }
      if !rendering.errors.isEmpty { _ = write(Array(rendering.errors.utf8), STDERR_FILENO) }
    }
  }

  /// Takes the line of progress away.
  func clearProgress() {
    state.withLock { clearProgress(in: &$0) }
  }

  private func clearProgress(in state: inout State) {
    if state.showsProgress { _ = write(Array("\r\u{1b}[K".utf8), STDERR_FILENO) }
    state.showsProgress = false
  }
}

/// Writes all of `text`; returns the error number if that failed. A reader that went away ends the
/// program quietly (SIGPIPE).
@Sendable
package func writeAll(_ text: String, to descriptor: Int32) -> Int32? {
  writeAll(Array(text.utf8), to: descriptor)
}

/// Writes all of `bytes`, in the same way.
@Sendable
package func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
  var done = 0
  while done < bytes.count {
    let written = unsafe bytes.withUnsafeBytes { buffer in
      unsafe write(descriptor, buffer.baseAddress.unsafelyUnwrapped + done, bytes.count - done)
    }
    if written < 0 {
      if errno == EINTR { continue }
      guard errno == EAGAIN else { return errno }
      // Somebody made the stream one that does not wait.
      var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
      unsafe poll(&ready, 1, -1)
      continue
    }
    done += written
  }
  return nil
}
