// What is a token, what it becomes, and what becomes of text with a token that has no value.

import LoaderModel
import Testing

@Suite struct DynamicStringTokenTests {
  private func expand(_ text: String, origin: String? = "/opt/app", platform: String? = "haswell")
    -> String
  {
    let tokens = DynamicStringTokens(
      origin: origin.map { Array($0.utf8) }, library: Array("lib64".utf8),
      platform: platform.map { Array($0.utf8) })
    return String(decoding: tokens.expand(text.utf8), as: UTF8.self)
  }

  @Test(
    arguments: [
      ("$ORIGIN", "/opt/app"), ("${ORIGIN}", "/opt/app"), ("$ORIGIN/../lib", "/opt/app/../lib"),
      ("a/$LIB:b", "a/lib64:b"), ("${LIB}32", "lib6432"), ("x$PLATFORM/", "xhaswell/"),
      ("$ORIGIN$LIB", "/opt/applib64"), ("$$ORIGIN", "$/opt/app"), ("$ORIGIN}", "/opt/app}"),
    ]) func tokensAreReplaced(_ text: String, _ expected: String)
  {
    #expect(expand(text) == expected)
  }

  @Test(
    arguments: [
      "", "plain", "$", "$$", "$ORIGINAL", "$ORIGIN_", "$LIB64", "${ORIGIN", "${ORIGINAL}", "${}",
      "$origin", "$FOO/x", "{ORIGIN}", "ORIGIN", "$ ORIGIN", "${LIB }",
    ]) func whatIsNoTokenStays(_ text: String)
  {
    #expect(expand(text) == text)
  }

  @Test func textIsOfNoUseIfATokenHasNoValue() {
    #expect(expand("$ORIGIN/lib", origin: nil) == "")
    #expect(expand("lib/$PLATFORM", platform: nil) == "")
    #expect(expand("$LIB", origin: nil, platform: nil) == "lib64")
    #expect(expand("$ORIGINAL", origin: nil) == "$ORIGINAL")
  }

  @Test func noPathGrowsLongerThanThereArePaths() {
    let many = String(repeating: "$ORIGIN", count: 100_000)
    #expect(expand(many, origin: String(repeating: "/x", count: 2000)) == "")
    #expect(expand(String(repeating: "$LIB", count: 800)).count == 4000)
  }
}
