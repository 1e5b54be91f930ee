// Every index once, and the results in order, however many threads there are.

import Synchronization
import Testing

@testable import Driver

@Suite struct MapInParallelTests {
  @Test(arguments: [1, 2, 3, 8, 100])
  func everyIndexOnceAndInOrder(_ threadCount: Int) {
    let calls = Counter()
    let results = mapInParallel(1000, threadCount: threadCount) { index in
      calls.add()
      return index * index
    }
    #expect(results == (0..<1000).map { $0 * $0 })
    #expect(calls.value == 1000)
  }

  @Test func nothingToDo() {
    #expect(mapInParallel(0) { $0 } == [])
    #expect(mapInParallel(1, threadCount: 0) { $0 } == [0])
  }

  /// Threads do share the work: a slow index does not hold up the others.
  @Test func workIsShared() {
    let finished = Counter()
    let seen = mapInParallel(50, threadCount: 2) { index -> Int in
      if index == 0 { while finished.value < 49 {} }
      finished.add()
      return finished.value
    }
    #expect(seen[0] == 50)
  }

  private final class Counter: Sendable {
    private let count = Atomic(0)

    func add() { count.add(1, ordering: .relaxed) }

    var value: Int { count.load(ordering: .relaxed) }
  }
}
