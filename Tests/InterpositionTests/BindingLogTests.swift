// Logs as users catch them: several processes, output in between, lines cut up, and worse.

import Foundation
import LoaderModel
import TestSupport
import Testing

@testable import Interposition

@Suite struct BindingLogTests {
  private func lines(_ text: String) -> BindingLines { BindingLines(Array(text.utf8)[...]) }

  private func log(_ text: String, pieceLength: Int = .max) -> BindingLog {
    var log = BindingLog()
    let bytes = Array(text.utf8)
    var start = 0
    while start < bytes.count {
      let end = pieceLength < bytes.count - start ? start + pieceLength : bytes.count
      log.read(Array(bytes[start..<end]))
      start = end
    }
    log.finish()
    return log
  }

  /// The lookups of a log, as one would write them down.
  private func told(_ log: BindingLog) -> [String] {
    log.processes.flatMap { process in
      zip(process.lookups, process.counts).map { lookup, count in
        let objects = [lookup.referrer, lookup.definer].map { process.objects[$0] }
        let version =
          switch lookup.version {
          case BindingLog.noVersion: ""
          case BindingLog.unknownVersion: "@?"
          default: "@" + process.names[lookup.version][...].string
          }
        return "\(process.number.map(String.init) ?? "?"): "
          + objects.map { "\($0.name[...].string)[\($0.namespace)]" }.joined(separator: " -> ")
          + " \(process.names[lookup.name][...].string)\(version) x\(count)"
      }
    }
  }

  private static let plain = """
          4711:\tbinding file /lib/a.so [0] to ./program [0]: normal symbol `one' [V1]
          4711:\tbinding file /lib/a.so [0] to /lib/b.so [1]: protected symbol `two'
          4712:\tbinding file /lib/a.so [0] to /lib/b.so [0]: normal symbol `one'
          4711:\tbinding file /lib/a.so [0] to ./program [0]: normal symbol `one' [V1]

    """

  @Test func whatLoadersWrite() {
    let found = log(Self.plain)
    #expect(
      told(found) == [
        "4711: /lib/a.so[0] -> ./program[0] one@V1 x2",
        "4711: /lib/a.so[0] -> /lib/b.so[1] two x1",
        "4712: /lib/a.so[0] -> /lib/b.so[0] one x1",
      ])
    #expect(found.damagedCount == 0 && found.processes.map(\.number) == [4711, 4712])
  }

  @Test func otherOutputIsPassedOver() {
    let text = """
            4711:\tcalling init: /lib/a.so
      program: hello, binding things
      how are you      4711:\tbinding file /lib/a.so [0] to p [0]: normal symbol `one' [V1]\r
            4711:\tbinding file /lib/a.so [0] to p [0]: normal symbol `two'\r

      """
    #expect(
      told(log(text)) == [
        "4711: /lib/a.so[0] -> p[0] one@V1 x1", "4711: /lib/a.so[0] -> p[0] two x1",
      ])
  }

  /// A loader writes a line in two pieces; another may come in between.
  @Test func linesThatRanTogether() {
    let text =
      "         1:\tbinding file a [0] to b [0]: normal symbol `one'"
      + "         2:\tbinding file c [0] to d [0]: normal symbol `two' [V2]\n [V1]\n"
    #expect(told(log(text)) == ["1: a[0] -> b[0] one@? x1", "2: c[0] -> d[0] two@V2 x1"])
    #expect(log(text).damagedCount == 0)
  }

  @Test func linesCutInTwo() {
    let text =
      "         1:\tbinding file /usr/lib/libsomet\nprogram speaks\nhing.so [0] to b [0]: normal symbol `x'\n"
      + "         1:\tbinding file a [0] to b [0]: normal sym         1:\tbinding file a [0] to b [0]: normal symbol `y'\n"
    #expect(told(log(text)) == ["1: a[0] -> b[0] y x1"])
    #expect(log(text).damagedCount == 2)
  }

  @Test func pathsMayHoldAnything() {
    let line = lines(
      "  7:\tbinding file /a dir [1]/lib x.so [0] to /b [z]/p`q [12]: normal symbol `n'")
    let found = line.found.first
    #expect(
      found?.referrer == LogObject(name: Array("/a dir [1]/lib x.so".utf8)[...], namespace: 0))
    #expect(found?.definer == LogObject(name: Array("/b [z]/p`q".utf8)[...], namespace: 12))
    #expect(found?.name.string == "n" && found?.version == BindingLine.Version.none)
  }

  @Test func linesWithoutANumber() {
    #expect(
      told(log("binding file a [0] to b [0]: normal symbol `n' [V]\n"))
        == ["?: a[0] -> b[0] n@V x1"])
  }

  @Test(arguments: [
    "binding file ", "binding file a", "binding file a [0] to ", "binding file a [x] to b [0]: ",
    "binding file a [0] to b [0]: normal symbol `n",
    "binding file a [0] to b [0]: normal symbol `'",
    "binding file  [0] to b [0]: normal symbol `n'",
    "binding file a [0] to b [-1]: normal symbol `n'",
    "binding file a [99999999999999999999] to b [0]: normal symbol `n'",
    "binding file [0] to [0]: normal symbol `n'", "binding file a [0] to b [0]: normal symbol n",
    "binding file a [0]] to b [0]: odd symbol `n'", "binding file binding file binding file ",
  ])
  func damagedLines(_ text: String) {
    #expect(lines("   1:\t" + text).found.isEmpty)
    #expect(lines("   1:\t" + text).damagedCount > 0)
  }

  @Test func aNumberTooLargeIsNoNumber() {
    let line = lines("99999999999999999999:\tbinding file a [0] to b [0]: normal symbol `n'")
    #expect(line.found.map(\.process) == [nil])
  }

  /// A process that becomes another program keeps its number.
  @Test func programsThatBecomeOthers() {
    func vdso(_ name: String) -> String {
      "  1:\tbinding file linux-vdso.so.1 [0] to linux-vdso.so.1 [0]: normal symbol `\(name)' [L]\n"
    }
    func line(_ name: String) -> String {
      "  1:\tbinding file a [0] to b [0]: normal symbol `\(name)'\n"
    }
    let start = vdso("__vdso_clock_gettime") + vdso("__vdso_time")
    let first = start + line("one") + vdso("__vdso_time") + line("two")
    #expect(log(first).processes.map(\.number) == [1])
    let both = log(first + start + line("three"))
    #expect(both.processes.map(\.number) == [1, 1])
    #expect(both.processes.map(\.objects.count) == [3, 3])
    #expect(told(both).suffix(1) == ["1: a[0] -> b[0] three x1"])
  }

  /// It makes no difference how a log is cut into pieces.
  @Test(arguments: [1, 2, 3, 7, 64, 100, 1000])
  func pieces(_ length: Int) {
    #expect(told(log(Self.plain, pieceLength: length)) == told(log(Self.plain)))
  }

  @Test func bytesAtRandom() {
    var generator = SeededGenerator(seed: 2207)
    let plain = Array(Self.plain.utf8)
    for _ in 0..<2000 {
      var bytes = plain
      for _ in 0..<Int.random(in: 1...20, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes.remove(at: place)
        default: bytes.insert(contentsOf: plain.prefix(place), at: place)
        }
      }
      var log = BindingLog()
      log.read(bytes)
      log.finish()
      for process in log.processes {
        #expect(process.lookups.allSatisfy { $0.referrer < process.objects.count })
        _ = ProcessEvidence(process, preloads: []) { _ in nil }
      }
    }
  }

  /// A file without a newline is read in pieces of bounded size.
  @Test func aLineWithoutEnd() {
    var log = BindingLog()
    let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 16)
    for _ in 0..<64 { log.read(piece) }
    log.read(Array("\n".utf8) + Array(Self.plain.utf8))
    log.finish()
    #expect(told(log).count == 3)
  }
}
