// A shell gets back exactly the words that were put in.

import TestSupport
import Testing

@testable import Reporting

@Suite struct ShellWordTests {
  @Test(arguments: [
    "plain", "/usr/lib/libc.so.6", "--demote-from=/a/b", "", "two words", "it's", "$(touch x)",
    "`id`", "a\"b", "back\\slash", "*?[a]", "~", "semi;colon&", "line\nfeed here", "tab\there",
    "\u{1b}[31mred", "é", "100%s", "\u{202e}backwards", "#", "!", "a'b\nc'd", "--option=line\nfeed",
  ])
  func words(_ word: String) throws {
    let command = shellCommand([Array("printf".utf8), Array("%s".utf8), Array(word.utf8)])
    #expect(try mustRun("sh", ["-c", command]) == word)
    #expect(command == command.printable)
  }

  @Test func bytesThatAreNoText() throws {
    let command = shellCommand([Array("printf".utf8), Array("%s".utf8), [0x2f, 0xff, 0x27, 0xc3]])
    let shown = try mustRun("sh", ["-c", command + " | od -An -tx1"])
    #expect(shown.split(separator: " ").joined(separator: " ") == "2f ff 27 c3\n")
  }

  @Test func whatNeedsNoQuotesHasNone() {
    #expect(
      shellCommand([Array("a=b".utf8), Array("./x-1.0@v+2,3:4".utf8)]) == "a=b ./x-1.0@v+2,3:4")
  }
}
