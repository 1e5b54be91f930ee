// Names leave a string table without a byte that another name reads.

import ELFModel
import Testing

@Suite struct StringRemovalTests {
  private func table(_ text: String) throws -> StringTable {
    try #require(StringTable(Array(text.utf8)))
  }

  @Test func aTailThatAnotherNameReadsStays() throws {
    let table = try table("\0foobar\0other\0")
    let left = table.without(namesAt: [1], keeping: [4, 8])
    #expect(left.text(at: 4) == "bar" && left.text(at: 8) == "other")
    #expect(left.bytes == Array("\0\0\0\0bar\0other\0".utf8))
  }

  @Test func aTailGoesAloneOnlyIfNobodyReadsItAsPartOfAnother() throws {
    let table = try table("\0foobar\0")
    #expect(table.without(namesAt: [4], keeping: [1]) == table)
    #expect(table.without(namesAt: [4, 1], keeping: []).bytes == [0])
  }

  @Test func whatIsGoneAtTheEndIsCutOff() throws {
    let table = try table("\0kept\0gone\0")
    #expect(table.without(namesAt: [6], keeping: [1]).bytes == Array("\0kept\0".utf8))
    #expect(table.without(namesAt: [1], keeping: [6]).bytes == Array("\0\0\0\0\0\0gone\0".utf8))
  }

  @Test func bytesOfUnknownUseStay() throws {
    let table = try table("\0gone\0unknown\0")
    #expect(table.without(namesAt: [1], keeping: []).text(at: 6) == "unknown")
    #expect(table.without(namesAt: [99], keeping: [77]) == table)
    #expect(table.without(namesAt: [0], keeping: []) == table)
  }
}
