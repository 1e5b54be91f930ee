// Bytes, found a word at a time.

import ELFModel
import Testing

@Suite struct ByteSearchTests {
  /// A byte of 1 behind a zero, and one of 0x80 anywhere, are what such tricks take for a zero.
  @Test func noOtherByteIsTakenForOne() {
    let bytes: [UInt8] = [0, 1, 0x80, 0x7f, 0xff, 0, 1, 2]
    let word = bytes.reversed().reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
    #expect(ByteSearch.zeros(in: word) == 0x0000_8000_0000_0080)
    #expect(ByteSearch.zeros(in: 0) == 0x8080_8080_8080_8080)
    #expect(ByteSearch.zeros(in: 0x0101_0101_0101_0101) == 0)
  }

  @Test(arguments: 0..<20)
  func noByteOutsideTheRangeCounts(place: Int) {
    var bytes = [UInt8](repeating: 7, count: 20)
    bytes[place] = 0x0a
    for start in 0..<20 {
      let found = ByteSearch.first(0x0a, in: bytes, start..<19)
      #expect(found == (start <= place && place < 19 ? place : 19))
    }
  }

  @Test(arguments: 0..<20)
  func theFirstIsFoundWhereverItIs(place: Int) throws {
    var bytes = [UInt8](repeating: 1, count: 20)
    bytes[place] = 0
    let table = try #require(StringTable(bytes + [0x80, 0]))
    #expect(table.name(at: 0).count == place)
    #expect(table.name(at: UInt32(place)).isEmpty)
    #expect(table.name(at: 20) == [0x80])
  }
}
