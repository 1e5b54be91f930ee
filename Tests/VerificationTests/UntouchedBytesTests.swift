// A byte changed anywhere outside the tables is found, and so is one in a record that names no
// symbol; an edit outside the tables is found before it is made.

import Demotion
import ELFCodec
import ELFModel
import TestSupport
import Testing
import Verification

@Suite struct UntouchedBytesTests {
  let bytes: [UInt8]
  let before: DynamicImage
  let after: [UInt8]

  init() throws {
    bytes = try Fixture.library.get().bytes
    before = try decode(bytes)
    let plan = DemotionPlan(demoting: SymbolSet(before.exports), in: before)
    let edits = try encode(plan.applied(to: before), over: before, in: bytes)
    after = try EditedSource(bytes, edits: edits).bytes(in: 0..<bytes.count)
  }

  private func problems(_ edited: [UInt8]) throws -> [Problem] {
    try verifyUntouchedBytes(
      edited, image: try decode(after), against: bytes, image: before)
  }

  @Test func aDemotionTouchesTablesOnly() throws {
    #expect(after != bytes)
    #expect(try problems(after).isEmpty)
  }

  @Test func everyOtherByteIsWatched() throws {
    let tables = before.changeableTables.map(\.region.range)
    let outside = bytes.indices.filter { place in !tables.contains { $0.contains(place) } }
    for place in stride(from: 0, to: outside.count, by: 97).map({ outside[$0] }) {
      var damaged = after
      damaged[place] ^= 1
      #expect(try problems(damaged).map(\.offset) == [place])
    }
  }

  @Test func recordsWithoutASymbolAreWatched() throws {
    let table = try #require(before.relocations.first { $0.table.name == "DT_RELA" })
    let symbolic = Set(table.table.symbolic.map { Int($0.record) })
    let record = try #require((0..<table.table.recordCount).first { !symbolic.contains($0) })
    var damaged = after
    damaged[table.region.offset + record * 24 + 16] ^= 1
    #expect(try problems(damaged).count == 1)
  }

  @Test func theSlackIsWatched() throws {
    var damaged = after
    damaged[try #require(before.gnuHash).region.range.upperBound - 1] = 7
    #expect(try problems(damaged).map(\.structure) == [".gnu.hash"])
  }

  @Test func editsOutsideTablesAreFoundBeforeTheyAreMade() {
    let table = before.symbols.region
    func check(_ offset: Int, _ count: Int) -> Int {
      verify([ByteEdit(offset: offset, bytes: Array(repeating: 0, count: count))], within: before)
        .count
    }
    #expect(check(table.offset, table.byteCount) == 0)
    #expect(check(table.offset - 1, 2) == 1)
    #expect(check(table.range.upperBound - 1, 2) == 1)
    #expect(check(0, 4) == 1)
  }
}
