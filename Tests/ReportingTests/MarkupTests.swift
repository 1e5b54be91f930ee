// No text becomes markup, and no control character reaches a browser.

import Testing

@testable import Reporting

@Suite struct MarkupTests {
  @Test(arguments: [
    ("plain_name@V1.2", "plain_name@V1.2"), ("a<b>&\"c\"'", "a&lt;b&gt;&amp;&quot;c&quot;'"),
    ("</script>", "&lt;/script&gt;"), ("&lt;", "&amp;lt;"), ("é ü", "é ü"), ("", ""),
    ("a\"\u{301}<\u{301}b", "a&quot;\u{301}&lt;\u{301}b"),
    ("a\u{1b}[0m\u{202e}b", "a\\u{1b}[0m\\u{202e}b"),
  ])
  func text(_ text: String, _ html: String) { #expect(text.html == html) }
}
