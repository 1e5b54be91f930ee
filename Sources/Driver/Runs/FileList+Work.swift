// Every file of a run, worked on by as many threads as there are to be, and told of in order.

internal import Reporting
internal import Synchronization

/// What becomes of one file. What it does for other files of the run it does when it is its turn.
typealias FileJob = @Sendable (ListedFile, Turn) -> FileOutcome

/// What came of one file.
enum FileOutcome: Sendable {
  /// This is to be said of it; nil if nothing is.
  case report(FileReport?)
  /// It waits to be written together with others.
  case waiting(WaitingFile)
}

extension FileList {
  /// Does `job` for every file, and has `receiver` tell of each. One that fails stops none.
  func work(to receiver: any ReportReceiver, _ job: @escaping FileJob) {
    let queue = Queue(self, receiver, job)
    onThreads(min(jobCount, queue.order.count), queue.run)
    queue.finishWaiting()
  }
}

private final class Queue: Sendable {
  private let list: FileList
  /// The positions of the files that are worked on here, in the order in which they are decided about.
  let order: [Int]
  private let receiver: any ReportReceiver
  private let job: FileJob
  private let next = Atomic(0)
  private let turnstile = Turnstile()
  private let batch: Mutex<CommitBatch>
  private let delivery = Mutex(Delivery())

  init(_ list: FileList, _ receiver: any ReportReceiver, _ job: @escaping FileJob) {
    (self.list, self.receiver, self.job) = (list, receiver, job)
    order = list.shard.map { shard in list.order.filter(shard.holds) } ?? list.order
    batch = Mutex(CommitBatch(besides: list.jobCount))
  }

  /// Works until nothing is left.
  @Sendable
  func run() {
    while true {
      let number = next.add(1, ordering: .relaxed).oldValue
      guard number < order.count else { return }
      let position = order[number]
      let file = list.files[position]
      let turn = Turn(number, at: turnstile, finishWaiting: finishWaiting)
      let outcome = file.failure.map(FileOutcome.report) ?? job(file, turn)
      // A file that came to an end early lets the next ones pass.
      turn.take {}
      switch outcome {
      case .report(let report): deliver(report, of: position)
      case .waiting(let waiting):
        // Who comes meanwhile waits: two batches at once would have too much open.
        batch.withLock { batch in
          batch.add(waiting, at: position)
          if batch.isFull { finish(&batch) }
        }
      }
    }
  }

  /// Writes the files that wait.
  func finishWaiting() { batch.withLock { finish(&$0) } }

  private func finish(_ batch: inout CommitBatch) {
    for (position, report) in batch.finish() { deliver(report, of: position) }
  }

  private func deliver(_ report: FileReport?, of position: Int) {
    let tell = receiver.prepare(report, at: position)
    // The files of a shard lie evenly between the others.
    let place = position / (list.shard?.count ?? 1)
    delivery.withLock { $0.deliver(tell, at: place) }
  }
}

/// Things to tell, in the order of their positions, whichever is there first.
private struct Delivery {
  private var next = 0
  private var waiting: [Int: @Sendable () -> Void] = [:]

  mutating func deliver(_ tell: @escaping @Sendable () -> Void, at position: Int) {
    waiting[position] = tell
    while let tell = waiting.removeValue(forKey: next) {
      tell()
      next += 1
    }
  }
}
