// Lines in the order of their bytes, beside a sort of arrays.

import TestSupport
import Testing

@testable import Reporting

@Suite struct SortedLinesTests {
  @Test func sortsAsArraysOfBytesAreSorted() {
    var random = SeededGenerator(seed: 4)
    // Beginnings of each other, bytes below a newline and above ASCII, and no bytes at all.
    let pieces: [[UInt8]] =
      ["a", "ab", "b", "\t", "\u{1}", "ü", ""].map { Array($0.utf8) } + [[0xff]]
    var lines = SortedLines()
    var expected: [[UInt8]] = []
    for _ in 0..<2000 {
      var line: [UInt8] = []
      for _ in 0..<Int.random(in: 0...4, using: &random) {
        let piece = pieces.randomElement(using: &random) ?? []
        lines.add(piece)
        line += piece
      }
      let count = Int.random(in: 0...2, using: &random)
      lines.endLine(count: count)
      expected += repeatElement(line, count: count)
    }
    expected.sort { $0.lexicographicallyPrecedes($1) }
    let text = expected.flatMap { Array("+".utf8) + $0 + Array("\n".utf8) }
    var written: [UInt8] = []
    lines.write(to: &written, sign: "+")
    #expect(written == text)
  }

  @Test func noLinesAreNoText() {
    var lines = SortedLines()
    var text = Array("before".utf8)
    lines.write(to: &text, sign: "+")
    #expect(text == Array("before".utf8))
    lines.endLine()
    lines.write(to: &text)
    #expect(text == Array("before\n".utf8))
  }
}
