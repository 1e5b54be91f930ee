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

  @Test func columnsCountAfterAByteOrderMark() throws {
    #expect(place(3, in: "\u{feff}ab\nc") == [1, 1])
    #expect(place(4, in: "\u{feff}ab\nc") == [1, 2])
    #expect(place(6, in: "\u{feff}ab\nc") == [2, 1])
    #expect(place(0, in: "\u{feff}ab") == [1, 1])
    let text = SourceText(name: "s", bytes: Array("\u{feff}one\ntwo".utf8))
    #expect(text.error(at: 4, "x").line == "one")
  }

  /// All formats, and what tells them apart, name the encoding.
  @Test func textsAreNotUTF16() throws {
    for bytes: [UInt8] in [[0xff, 0xfe, 0x61, 0, 0x0a, 0], [0xfe, 0xff, 0, 0x61, 0, 0x0a]] {
      let text = SourceText(name: "s", bytes: bytes)
      for format in ListFormat.allCases {
        let error = try #require(throws: SyntaxError.self) { _ = try format.read(text) }
        #expect(error.message.contains("UTF-16") && error.location.column == 1)
      }
      for error in [
        #expect(throws: SyntaxError.self) { _ = try ListFormat.detect(text) },
        #expect(throws: SyntaxError.self) { _ = try readPolicyFile(text) },
      ] {
        #expect(error?.message.contains("UTF-16") ?? false)
      }
    }
    // Of other bytes beyond ASCII nothing is said.
    let latin = SourceText(name: "s", bytes: [0x61, 0xff, 0xfe, 0x0a])
    #expect(try ListFormat.list.read(latin).items.count == 1)
  }

  @Test func theLineOfAnErrorIsNotEndless() {
    let bytes = [UInt8](repeating: UInt8(ascii: "a"), count: 70_000)
    #expect(SourceText(name: "s", bytes: bytes).error(at: 3, "x").line == "")
    #expect(SourceText(name: "s", bytes: Array(bytes[..<60_000])).error(at: 3, "x").line != "")
  }

  @Test func anErrorHasItsLineWithoutItsEnd() {
    let text = SourceText(name: "s", bytes: Array("one\r\ntwo\n".utf8))
    #expect(text.error(at: 1, "x").line == "one")
    #expect(text.error(at: 6, "x").line == "two")
    #expect(text.error(at: 9, "x").line == "")
  }
}
