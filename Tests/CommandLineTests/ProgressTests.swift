// Progress: nothing in the first second, then a line that is replaced, and gone before anything else
// is printed; nothing at all where nobody watches.

import Reporting
import Storage
import Synchronization
import Testing

@testable import Commands

@Suite struct ProgressTests {
  private final class Screen: Sendable {
    let written = Mutex<[String]>([])
    let time = Mutex(0)

    func console(isWatched: Bool) -> Console {
      Console(isWatched: isWatched) { bytes, descriptor in
        let text = String(decoding: bytes, as: UTF8.self)
        self.written.withLock { $0.append("\(descriptor)\(text)") }
        return nil
      }
    }

    func texts() -> [String] {
      written.withLock { written in
        defer { written = [] }
        return written
      }
    }
  }

  private struct Mute: ReportReceiver {
    func begin(_ run: RunOutline) {}
    func prepare(_ file: FileReport?, at position: Int) -> @Sendable () -> Void { {} }
  }

  @Test func aLineIsShownAndTakenAway() {
    let screen = Screen()
    let console = screen.console(isWatched: true)
    let progress = ProgressReceiver(Mute(), on: console) { screen.time.withLock(\.self) }
    func finishOne(at time: Int) -> [String] {
      screen.time.withLock { $0 = time }
      progress.prepare(nil, at: 0)()
      return screen.texts()
    }
    progress.begin(RunOutline("plan", fileCount: 40))
    #expect(finishOne(at: 900) == [])
    #expect(
      finishOne(at: 1000) == ["2\rsymdemote: 2 of 40 files, 2 a second, 19 s left\u{1b}[K"])
    // Not for every file.
    #expect(finishOne(at: 1050) == [])
    #expect(finishOne(at: 1100).count == 1)
    console.print("result\n")
    #expect(screen.texts() == ["2\r\u{1b}[K", "1result\n"])
    console.print("result\n")
    #expect(screen.texts() == ["1result\n"])
    for _ in 5..<40 { _ = finishOne(at: 1300) }
    #expect(finishOne(at: 1500) == ["2\r\u{1b}[K"])
  }

  @Test func nobodyWatches() {
    let console = Screen().console(isWatched: false)
    #expect(console.showingProgress(of: Mute()) is Mute)
    #expect(Screen().console(isWatched: true).showingProgress(of: Mute()) is ProgressReceiver)
  }

  @Test(arguments: [
    (1, 2, 1000, "1 s left"), (100, 10_000, 2_000, "3 min 18 s left"),
    (1, 1_000_000, 1_000, "277 h 46 min left"),
  ])
  func timesAreReadable(_ done: Int, _ total: Int, _ time: Int, _ words: String) {
    #expect(progressLine(done, of: total, after: time).hasSuffix(words))
  }
}
