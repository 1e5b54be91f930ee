// A set of names, asked by bytes.

import ELFModel
import Testing

@Suite struct NameSetTests {
  @Test func holdsWhatWasInsertedAndNothingElse() {
    var set = NameSet(["malloc", "free"].map { Array($0.utf8) })
    #expect(set.insert(Array("malloc".utf8)) == 0)
    #expect(set.insert(Array("calloc".utf8)) == 2)
    #expect(set.count == 3)
    #expect(set.contains(Array("free".utf8)[...]))
    #expect(!set.contains(Array("freed".utf8)[...]))
    #expect(!set.contains([]))
  }

  @Test func namesOfEqualHashStayApart() {
    // h * 33 + c collides when one byte falls by 1 and the next rises by 33.
    let (first, second): ([UInt8], [UInt8]) = ([0x62, 0x41], [0x61, 0x62])
    #expect(NameHash.gnu(first) == NameHash.gnu(second))
    let set = NameSet([first])
    #expect(set.contains(first[...]) && !set.contains(second[...]))
  }

  @Test func manyNamesOfEveryLengthAreFoundAgain() {
    let names = (0..<5000).map {
      Array("\($0 * 7919)".utf8) + [UInt8](repeating: 0x78, count: $0 % 19)
    }
    let set = NameSet(names)
    #expect(set.count == names.count)
    for (position, name) in names.enumerated() {
      #expect(set.position(of: name[...]) == position)
      #expect(!set.contains((name + [0x79])[...]))
      #expect(!set.contains(name.dropLast()) || names.contains(Array(name.dropLast())))
    }
  }
}
