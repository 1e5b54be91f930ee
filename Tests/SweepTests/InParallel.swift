// Work on all processors, which says how far it is.

import Foundation
import Synchronization

/// The results of `work` on each of `cases`, in their order.
///
/// Tests record their issues afterwards: only the test's own thread knows which test it runs.
func inParallel<Case: Sendable, Result: Sendable>(
  _ cases: [Case], _ work: @Sendable (Case) -> Result
) -> [Result] {
  let results = Mutex<[Int: Result]>([:])
  DispatchQueue.concurrentPerform(iterations: cases.count) { index in
    let result = work(cases[index])
    let count = results.withLock {
      $0[index] = result
      return $0.count
    }
    if count % 250 == 0 { report("\(count) of \(cases.count) done") }
  }
  return results.withLock { results in cases.indices.compactMap { results[$0] } }
}

/// Prints `line` at once, into a pipe too, so that people see how far a sweep is.
func report(_ line: String) { FileHandle.standardOutput.write(Data("\(line)\n".utf8)) }
