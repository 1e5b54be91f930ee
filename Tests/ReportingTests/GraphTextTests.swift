// Text of graphs in quotes: a sign that ends them is escaped whatever stands behind it, even a mark that makes
// one character of both.

import Testing

@testable import Reporting

@Suite struct GraphTextTests {
  @Test(arguments: [
    ("plain", #""plain""#, #""plain""#), (#"a"b\c"#, #""a\"b\\c""#, ##""a#quot;b\c""##),
    ("\"\u{301}", "\"\\\"\u{301}\"", "\"#quot;\u{301}\""),
    ("\\\u{301}", "\"\\\\\u{301}\"", "\"\\\u{301}\""),
    ("\"\u{200d}\"", "\"\\\"\u{200d}\\\"\"", "\"#quot;\u{200d}#quot;\""),
    ("<\u{301}&`#>", "\"<\u{301}&`#>\"", "\"#lt;\u{301}#amp;#96;#35;#gt;\""),
  ])
  func nothingEndsQuotes(_ text: String, _ dot: String, _ mermaid: String) {
    #expect(Array(DotGraph.quoted(text).utf8) == Array(dot.utf8))
    #expect(Array(MermaidGraph.quoted(text).utf8) == Array(mermaid.utf8))
  }
}
