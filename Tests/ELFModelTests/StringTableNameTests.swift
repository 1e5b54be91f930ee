// What is asked of names where they stand is answered as for slices of them.

import ELFModel
import Testing

@Suite struct StringTableNameTests {
  /// Names of all lengths up to two words, twice, so that each is the same as another's and a tail of
  /// none.
  private let names = (0..<20).map { length in
    (0..<length).map { UInt8(truncatingIfNeeded: 0x41 &+ $0 &* 7 &+ length) | 0x80 }
  }
  private let table: StringTable
  private let offsets: [UInt32]

  init() throws {
    var bytes: [UInt8] = [0]
    var offsets: [UInt32] = []
    for name in names + names {
      offsets.append(UInt32(bytes.count))
      bytes += name + [0]
    }
    self.offsets = offsets
    table = try #require(StringTable(bytes))
  }

  @Test func lengthsAndHashesAreThoseOfTheNames() {
    for (position, offset) in offsets.enumerated() {
      let name = names[position % names.count]
      #expect(table.length(at: offset) == name.count)
      #expect(table.gnuHash(at: offset) == NameHash.gnu(AnySequence(name)))
      #expect(table.sysvHash(at: offset) == NameHash.sysv(name))
    }
  }

  @Test func namesAreTheSameWhereTheirBytesAre() throws {
    let copy = try #require(StringTable(table.bytes + [0]))
    for (first, offset) in offsets.enumerated() {
      for (second, other) in offsets.enumerated() {
        let isSame = first % names.count == second % names.count
        #expect(table.hasSameName(at: offset, as: table, at: other) == isSame)
        #expect(copy.hasSameName(at: offset, as: table, at: other) == isSame)
        #expect(table.isName(names[second % names.count][...], at: offset) == isSame)
      }
    }
  }

  @Test func aNameEndsAtItsZero() {
    let offset = offsets[12]
    #expect(!table.isName(names[12].dropLast(), at: offset))
    #expect(!table.isName((names[12] + [0])[...], at: offset))
    #expect(!table.isName((names[12] + [0] + names[13])[...], at: offset))
  }

  @Test func whatIsOutsideIsTheEmptyName() {
    for offset in [UInt32(table.bytes.count), .max] {
      #expect(table.length(at: offset) == 0)
      #expect(table.gnuHash(at: offset) == 5381 && table.sysvHash(at: offset) == 0)
      #expect(table.isName([], at: offset) && !table.isName([1], at: offset))
      #expect(table.hasSameName(at: offset, as: table, at: 0))
    }
  }

  @Test func tablesAreEqualWhenTheirBytesAre() throws {
    let long = [UInt8](repeating: 7, count: 100) + [0]
    var other = long
    #expect(try #require(StringTable(long)) == (try #require(StringTable(other))))
    for position in 0..<100 {
      other[position] = 8
      #expect(try #require(StringTable(long)) != (try #require(StringTable(other))))
      other[position] = 7
    }
  }
}
