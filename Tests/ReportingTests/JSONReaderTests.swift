// The reader takes what the writer writes, and nothing that is no JSON.

import Foundation
import TestSupport
import Testing

@testable import Reporting

@Suite struct JSONReaderTests {
  private func value(_ text: String) throws(JSONError) -> JSONValue {
    try JSONReader.value(Array(text.utf8))
  }

  @Test func whatIsWrittenReadsBack() throws {
    var generator = SeededGenerator(seed: 3)
    let texts = ["", "a\"b\\c", "\n\t\r\u{0}\u{1b}\u{7f}", "ü😀\u{2028}", "/"]
    func any(_ depth: Int) -> JSONValue {
      switch Int.random(in: 0...(depth > 3 ? 3 : 5), using: &generator) {
      case 0: return .null
      case 1: return .bool(Bool.random(using: &generator))
      case 2: return .number(Int.random(in: .min ... .max, using: &generator))
      case 3: return .string(texts.randomElement(using: &generator) ?? "")
      case 4:
        return .array((0..<Int.random(in: 0...3, using: &generator)).map { _ in any(depth + 1) })
      default:
        return .object(
          (0..<Int.random(in: 0...3, using: &generator)).map { JSONField("f\($0)", any(depth + 1)) }
        )
      }
    }
    for _ in 0..<500 {
      let written = any(0)
      #expect(try value(written.line) == written)
      #expect(try value(written.text(depth: 2)) == written)
      #expect(!written.line.contains("\n"))
    }
  }

  @Test func otherSpellingsMeanTheSame() throws {
    #expect(
      try value(#" { "a" : [ 1 , "\/\b\f\r\u00e9\ud83d\ude00" ] } "#)
        == .object([JSONField("a", .array([.number(1), .string("/\u{8}\u{c}\ré😀")]))]))
  }

  @Test(arguments: [
    "", " ", "{", "[", "[1", "[1,", "[1,]", "{}x", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}",
    "nul",
    "01", "-", "+1", "1.5", "1e3", "99999999999999999999", "\"", "\"\n\"", "\"\\x\"", "\"\\u12\"",
    "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"", "'a'", "[1 2]", "{\"a\" 1}",
  ])
  func whatIsNoJSONIsRefused(_ text: String) {
    #expect(throws: JSONError.self) { try value(text) }
  }

  @Test func neitherDepthNorBytesGetThrough() throws {
    let deepest = JSONReader.deepest
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    _ = try value(nested(deepest))
    #expect(throws: JSONError(column: deepest + 1, reason: "values are nested too deep")) {
      try value(nested(deepest + 1))
    }
    #expect(throws: JSONError.self) { try value(String(repeating: "{\"a\":", count: 100_000)) }
    #expect(throws: JSONError.self) { try JSONReader.value([0x22, 0xff, 0x22]) }
    #expect(throws: JSONError.self) { try JSONReader.value([0x22, 0xed, 0xa0, 0x80, 0x22]) }
  }
}
