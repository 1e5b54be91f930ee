// JSON as an independent reader takes it, whatever bytes a name has.

import Foundation
import Testing

@testable import Reporting

@Suite struct JSONTests {
  @Test func readsBackWithFoundation() throws {
    let hostile = "quote\" back\\slash \n\t \u{1b}[31m \u{7f} \u{0} ü 😀 \u{2028}"
    let value = JSONValue.object([
      JSONField("text", .string(hostile)), JSONField("number", .number(-7)),
      JSONField("list", .array([.null, .bool(true), .array([]), .object([])])),
      JSONField("address", .hexadecimal(.max)),
    ])
    let parsed = try #require(
      try JSONSerialization.jsonObject(with: Data(value.text().utf8)) as? [String: Any])
    #expect(parsed["text"] as? String == hostile)
    #expect(parsed["number"] as? Int == -7)
    #expect((parsed["list"] as? [Any])?.count == 4)
    #expect(parsed["address"] as? String == "0xffffffffffffffff")
  }

  @Test func namesCannotSpeakToTheTerminal() {
    #expect("\u{1b}]0;title\u{7}".printable == #"\u{1b}]0;title\u{7}"#)
    #expect("a\u{202e}b\u{200b}".printable == #"a\u{202e}b\u{200b}"#)
    #expect("größe 数".printable == "größe 数")
    #expect("_ZN3FooD0Ev".printable == "_ZN3FooD0Ev")
  }
}
