// Places in a text.

import Policy
import Testing

@Suite struct SourceTextTests {
  private func place(_ offset: Int, in text: String) -> [Int] {
    let location = SourceText(name: "s", bytes: Array(text.utf8)).location(at: offset)
    return [location.line, location.column]
  }

  @Test func linesAndColumnsCountFromOne() {
    #expect(place(0, in: "") == [1, 1])
    #expect(place(0, in: "ab\ncd") == [1, 1])
    #expect(place(2, in: "ab\ncd") == [1, 3])  // the newline ends its line
    #expect(place(3, in: "ab\ncd") == [2, 1])
    #expect(place(5, in: "ab\ncd") == [2, 3])
    #expect(place(3, in: "ab\n") == [2, 1])
    #expect(place(2, in: "\n\n\n") == [3, 1])
  }

  @Test func everyPlaceIsThatOfACountFromTheTop() {
    let text = Array("one\n\ntwo\r\nthree\n\n\nx".utf8)
    for offset in 0...text.count {
      let before = text.prefix(offset)
      let line = before.count { $0 == UInt8(ascii: "\n") } + 1
      let column = before.reversed().prefix { $0 != UInt8(ascii: "\n") }.count + 1
      #expect(place(offset, in: String(decoding: text, as: UTF8.self)) == [line, column])
    }
  }

  @Test func anErrorHasItsLineWithoutItsEnd() {
    let text = SourceText(name: "s", bytes: Array("one\r\ntwo\n".utf8))
    #expect(text.error(at: 1, "x").line == "one")
    #expect(text.error(at: 6, "x").line == "two")
    #expect(text.error(at: 9, "x").line == "")
  }
}
