// A POSIX thread that runs something once. An `async` main would cost a static executable ten
// milliseconds at its end, and a queue would bring libdispatch in.

internal import Glibc

/// Runs `body` on up to `count` threads at once, this one included, and waits for all.
func onThreads(_ count: Int, _ body: @escaping @Sendable () -> Void) {
  let helpers = (1..<max(1, count)).compactMap { _ in WorkerThread(body) }
  body()
  for helper in helpers { helper.join() }
}

/// How many processors this process may use.
var processorCount: Int { max(1, min(64, sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

private struct WorkerThread {
  private let thread: pthread_t

  /// Starts a thread that runs `body`; nil if the system has none to give, in which case others do
  /// its part.
  init?(_ body: @escaping @Sendable () -> Void) {
    let box = unsafe Unmanaged.passRetained(Box(body))
    var thread = pthread_t()
    let code = unsafe pthread_create(
      &thread, nil,
      { argument in
        guard let argument = unsafe argument else { return nil }
        unsafe Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().body()
        return nil
      }, box.toOpaque())
    guard code == 0 else {
      unsafe box.release()
      return nil
    }
    self.thread = thread
  }

  func join() { pthread_join(thread, nil) }

  private final class Box: Sendable {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
}
