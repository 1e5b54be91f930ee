// The count of differing bytes is that of a comparison byte by byte, whatever the lengths.

import ELFModel
import TestSupport
import Testing

@Suite struct ByteDifferenceTests {
  @Test func countsAsAComparisonByteByByte() {
    var random = SeededGenerator(seed: 8)
    var counts = Set<Int>()
    for length in 0..<200 {
      let old = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
      var new = old + [1, 2]
      for place in new.indices where Bool.random(using: &random) {
        // One bit in most cases, so that each of the eight is the only one somewhere.
        new[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        if Int.random(in: 0..<4, using: &random) == 0 { new[place] = 0x80 }
      }
      let expected = zip(old, new).count { $0 != $1 }
      #expect(old.countOfDifferences(from: new) == expected)
      #expect(new.countOfDifferences(from: old) == expected)
      #expect(old.countOfDifferences(from: old) == 0)
      counts.insert(expected)
    }
    #expect(counts.count > 50)
  }
}
