// Work on many things at once: threads take indices from one counter until there are none left. The
// results stand in the order of the indices, whichever thread made them, so that nothing shows how
// many there were.

internal import Synchronization

/// What `body` makes of every index below `count`.
///
/// - Parameter threadCount: how many threads work, this one included; by default one for each
///   processor.
func mapInParallel<Result: Sendable>(
  _ count: Int, threadCount: Int = processorCount, _ body: @escaping @Sendable (Int) -> Result
) -> [Result] {
  let work = Work(count, body)
  onThreads(min(threadCount, count), work.run)
  return work.results
}

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
