// Names in warnings are as long as a line, whatever a list says.

import Testing

@testable import Driver

@Suite struct ShownNameTests {
  @Test func longNamesAreCut() {
    let long = String(repeating: "a", count: 60_000)
    #expect(shown(long) == String(repeating: "a", count: 79) + "…")
    #expect(shown(String(long.prefix(81))).count == 80)
  }

  @Test func othersAreShownAsTheyAre() {
    for name in ["", "foo", String(repeating: "a", count: 80)] { #expect(shown(name) == name) }
  }
}
