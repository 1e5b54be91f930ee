// Turns come in order, one at a time, whoever is fast; and what is made once is made once.

import Synchronization
import Testing

@testable import Driver

@Suite struct TurnTests {
  @Test(arguments: [1, 2, 7])
  func turnsComeInOrder(_ threadCount: Int) {
    let turnstile = Turnstile()
    let seen = Mutex<[Int]>([])
    let inside = Atomic(0)
    let most = Atomic(0)
    _ = mapInParallel(200, threadCount: threadCount) { number in
      let turn = Turn(number, at: turnstile)
      // Whoever fails early has no use for its turn.
      if number % 3 > 0 {
        turn.take {
          most.store(
            max(most.load(ordering: .relaxed), inside.add(1, ordering: .relaxed).newValue),
            ordering: .relaxed)
          seen.withLock { $0.append(number) }
          inside.subtract(1, ordering: .relaxed)
        }
      }
      turn.take { seen.withLock { $0.append(number) } }
    }
    #expect(seen.withLock(\.self) == Array(0..<200))
    #expect(most.load(ordering: .relaxed) == 1)
  }

  @Test func everyValueIsMadeOnce() {
    let table = OnceTable<Int, Int>()
    let made = Atomic(0)
    let values = mapInParallel(400, threadCount: 8) { index in
      table.value(for: index % 10) {
        made.add(1, ordering: .relaxed)
        return index % 10 * 2
      }
    }
    #expect(values == (0..<400).map { $0 % 10 * 2 })
    #expect(made.load(ordering: .relaxed) == 10)
  }
}
