// How far a run is: files done, how many a second, and the time left. Shown from the second second on.

internal import Glibc
internal import Reporting
internal import Synchronization

/// Counts the files that are done with, and hands everything on.
final class ProgressReceiver: ReportReceiver {
  private struct State {
    var total = 0
    var done = 0
    /// When it began, and when it was shown last.
    var began = 0
    var shown = 0
  }

  private let receiver: any ReportReceiver
  private let console: Console
  /// Milliseconds of a clock that only goes forward.
  private let clock: @Sendable () -> Int
  private let state = Mutex(State())

  init(
    _ receiver: any ReportReceiver, on console: Console,
    clock: @escaping @Sendable () -> Int = monotonicMilliseconds
  ) {
    (self.receiver, self.console, self.clock) = (receiver, console, clock)
  }

  func begin(_ run: RunOutline) {
    state.withLock { $0 = State(total: run.ownCount, began: clock()) }
    receiver.begin(run)
  }

  func prepare(_ file: FileReport?, at position: Int) -> @Sendable () -> Void {
    let tell = receiver.prepare(file, at: position)
    let now = clock()
    // Shown while no other line can be: the last one has to be the last.
    state.withLock { state in
      state.done += 1
      guard state.done < state.total else {
        console.clearProgress()
        return
      }
      guard now - state.began >= 1000, now - state.shown >= 100 else { return }
      state.shown = now
      console.showProgress(progressLine(state.done, of: state.total, after: now - state.began))
    }
    return tell
  }
}

/// What is shown after so many milliseconds.
func progressLine(_ done: Int, of total: Int, after milliseconds: Int) -> String {
  let (rate, _) = (done * 1000).quotientAndRemainder(dividingBy: max(1, milliseconds))
  let left = (total - done) * milliseconds / max(1, done) / 1000
  let time =
    left < 60
    ? "\(left) s"
    : left < 3600 ? "\(left / 60) min \(left % 60) s" : "\(left / 3600) h \(left / 60 % 60) min"
  return "symdemote: \(done) of \(total) files, \(rate) a second, \(time) left"
}

/// The time since the system started.
@Sendable
func monotonicMilliseconds() -> Int {
  var time = timespec()
  unsafe clock_gettime(CLOCK_MONOTONIC, &time)
  return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
}
