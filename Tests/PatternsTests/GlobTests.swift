// Globs match as fnmatch(3) does.

import Glibc
import Patterns
import TestSupport
import Testing

@Suite struct GlobTests {
  private func matches(_ pattern: String, _ name: String) throws -> Bool {
    try Glob(Array(pattern.utf8)).matches(Array(name.utf8)[...])
  }

  @Test(arguments: [
    ("dbus_*", "dbus_bus_get", true), ("dbus_*", "_dbus_bus_get", false), ("*", "", true),
    ("a?c", "abc", true), ("a?c", "ac", false), ("[a-c]x", "bx", true), ("[a-c]x", "dx", false),
    ("[!a-c]x", "dx", true), ("[^a-c]x", "ax", false), ("[]]", "]", true), ("[a-]", "-", true),
    (#"a\*"#, "a*", true), (#"a\*"#, "ab", false), ("*_*_end", "a_b_end_c_end", true),
    ("*a*b*c", "aabbcd", false), ("x", "x", true), ("x", "xx", false),
  ])
  func examples(_ pattern: String, _ name: String, _ expected: Bool) throws {
    #expect(try matches(pattern, name) == expected)
  }

  @Test func agreesWithFnmatchOnRandomPatterns() throws {
    var generator = SeededGenerator(seed: 20_240_607)
    let letters = Array("ab*?[a-b]![")
    for _ in 0..<20_000 {
      let pattern = String(
        (0..<Int.random(in: 1...8, using: &generator)).map { _ in
          letters.randomElement(using: &generator) ?? "a"
        })
      let name = String(
        (0..<Int.random(in: 0...8, using: &generator)).map { _ in
          Bool.random(using: &generator) ? "a" : "b"
        })
      // An unclosed bracket is an error here and a letter there; a backward range is an error.
      guard let ours = try? matches(pattern, name) else { continue }
      #expect(ours == (fnmatch(pattern, name, 0) == 0), "\(pattern) \(name)")
    }
  }

  @Test func aHostilePatternIsNotSlow() throws {
    let pattern = String(repeating: "a*", count: 200) + "b"
    #expect(try !matches(pattern, String(repeating: "a", count: 5_000)))
  }

  @Test(arguments: [("a[bc", 2), ("", 1), (#"ab\"#, 3), ("[z-a]", 2)])
  func errorsCarryTheColumn(_ pattern: String, _ column: Int) {
    #expect {
      _ = try Glob(Array(pattern.utf8))
    } throws: { error in
      guard let found = (error as? PatternError)?.column else { return false }
      return found == column
    }
  }
}
