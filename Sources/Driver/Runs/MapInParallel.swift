// Work on many things at once: POSIX threads take indices from one counter until there are none
// left. The results stand in the order of the indices, whichever thread made them, so that nothing
// shows how many there were.

internal import Glibc
internal import Synchronization

/// What `body` makes of every index below `count`.
///
/// - Parameter threadCount: how many threads work, this one included; by default one for each
///   processor.
func mapInParallel<Result: Sendable>(
  _ count: Int, threadCount: Int = processorCount, _ body: @escaping @Sendable (Int) -> Result
) -> [Result] {
  let work = Work(count, body)
  let helpers = (1..<max(1, min(threadCount, count))).compactMap { _ in Helper(work.run) }
  work.run()
  for helper in helpers { helper.join() }
  return work.results
}

/// How many processors there are.
private var processorCount: Int { max(1, min(64, sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

/// Indices, handed out one by one, and what was made of them.
private final class Work<Result: Sendable>: Sendable {
  private let count: Int
  private let body: @Sendable (Int) -> Result
  private let next = Atomic(0)
  private let done = Mutex<[(index: Int, result: Result)]>([])

  init(_ count: Int, _ body: @escaping @Sendable (Int) -> Result) {
    self.count = count
    self.body = body
  }

  /// Works until nothing is left.
  @Sendable
  func run() {
    var own: [(Int, Result)] = []
    while true {
      let index = next.add(1, ordering: .relaxed).oldValue
      guard index < count else { break }
      own.append((index, body(index)))
    }
    let finished = own
    done.withLock { $0 += finished }
  }

  var results: [Result] {
    done.withLock { done in done.sorted { $0.index < $1.index }.map(\.result) }
  }
}

/// A thread that runs something once.
private struct Helper {
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
