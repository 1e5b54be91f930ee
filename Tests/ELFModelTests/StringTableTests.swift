// A string table gives terminated names, or is none.

import ELFModel
import Testing

@Suite struct StringTableTests {
  let table = StringTable(Array("\0foobar\0x\0".utf8))

  @Test func namesEndAtTheirZeroAndMayShareTails() throws {
    let table = try #require(table)
    #expect(table.text(at: 1) == "foobar")
    #expect(table.text(at: 4) == "bar")
    #expect(table.text(at: 0) == "")
  }

  @Test func offsetsOutsideAreNoNames() throws {
    let table = try #require(table)
    #expect(table.contains(9) && !table.contains(10))
    #expect(table.name(at: 10).isEmpty && table.isEmptyName(at: .max))
    #expect(table.shortText(at: 10) == nil)
  }

  @Test func aNameThatDoesNotEndIsRefused() {
    #expect(StringTable(Array("\0foo".utf8)) == nil)
    #expect(StringTable([]) != nil)
  }

  @Test func namesThatAreNotUTF8AreRepairedForPeopleOnly() throws {
    let table = try #require(StringTable([0, 0xff, 0x61, 0]))
    #expect(Array(table.name(at: 1)) == [0xff, 0x61])
    #expect(table.text(at: 1) == "\u{fffd}a")
  }
}
