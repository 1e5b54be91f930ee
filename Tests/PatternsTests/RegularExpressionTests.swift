// Regular expressions: what they match, and what keeps them from taking for ever.

import Patterns
import Testing

@Suite struct RegularExpressionTests {
  private func matches(
    _ pattern: String, _ name: [UInt8], coversWholeName: Bool = true
  ) throws -> Bool {
    try RegularExpression(Array(pattern.utf8), coversWholeName: coversWholeName).matches(name[...])
  }

  private func matches(_ pattern: String, _ name: String) throws -> Bool {
    try matches(pattern, Array(name.utf8))
  }

  @Test(arguments: [
    ("a|b", "a", true), ("a|b", "b", true), ("a|b", "ab", false), ("a|ab", "ab", true),
    ("dbus_.*", "dbus_bus_get", true), ("dbus_.*", "my_dbus_bus_get", false),
    ("a.*?", "abc", true), ("^abc$", "abc", true), ("^ab$", "abc", false),
    // What lies before \K or within a lookaround is part of the name all the same.
    (#"a\Kb"#, "ab", true), (#"a\Kb"#, "b", false), ("(?=ab)a", "ab", false),
    ("(?=ab)ab", "ab", true), ("(?<=a)b", "ab", false), ("a(?!b).*", "ac", true),
    ("a(?!b).*", "ab", false), ("a(*ACCEPT)b", "ac", false), ("a(*ACCEPT)b", "a", true),
    ("(?i)abc", "ABC", true), ("abc", "ABC", false), ("(a)(b)?\\1", "aa", true),
    // Not even at a final newline is there an end before the end.
    ("a$", "a\n", false), (#"a\Z"#, "a\n", false), ("a.", "a\n", true),
  ])
  func coversTheWholeName(_ pattern: String, _ name: String, _ expected: Bool) throws {
    #expect(try matches(pattern, name) == expected)
  }

  @Test(arguments: [
    ("bus", "dbus_get", true), ("^bus", "dbus_get", false), ("get$", "dbus_get", true),
    ("bus$", "dbus_get", false), ("a|b", "xbx", true), ("a|b", "xyz", false), ("a$", "a\n", true),
    ("a.b", "a\nb", false), ("x*", "", true),
  ])
  func liesAnywhereForDpkg(_ pattern: String, _ name: String, _ expected: Bool) throws {
    #expect(try matches(pattern, Array(name.utf8), coversWholeName: false) == expected)
  }

  @Test func aByteIsACharacter() throws {
    #expect(try matches(#"\xff."#, [0xff, 0x80]))
    #expect(try !matches(#"\xff"#, [0xff, 0x80]))
    #expect(try matches("é", "é"))
    #expect(try !matches(".", "é"))
    #expect(try matches("..", "é"))
    #expect(try !matches("É(?i)", "é"))
    // A slice, not what lies around it.
    let bytes = Array("xab".utf8)
    #expect(try RegularExpression(Array("ab".utf8), coversWholeName: true).matches(bytes[1...]))
  }

  @Test(arguments: [
    ("a(b", 4), ("a)b", 2), ("[a", 3), ("a**+*", 3), (#"ab\"#, 4), ("é(", 4),
    ("(?<n>a)(?<n>b)", 13),
    ("", 1), ("(?Pz)", 4), ("[z-a]", 4),
  ])
  func errorsCarryTheColumn(_ pattern: String, _ column: Int) throws {
    let error = try #require(throws: PatternError.self) { try matches(pattern, "a") }
    #expect(error.column == column, "\(error.reason)")
    #expect(error.pattern == pattern)
    #expect(!error.reason.isEmpty)
  }

  @Test(arguments: [
    "(*UTF)a", "(*UCP)a", #"\C"#, String(repeating: "(", count: 5_000),
    String(repeating: "(", count: 300) + "a" + String(repeating: ")", count: 300),
    String(repeating: "a", count: 100_000), "((((a{1,999}){1,999}){1,999}){1,999})",
  ])
  func refusesWhatWouldLiftLimits(_ pattern: String) {
    #expect(throws: PatternError.self) { try matches(pattern, "a") }
  }

  @Test func takesALongPattern() throws {
    let names = (0..<1_000).map { "name_\($0)" }
    #expect(try matches(names.joined(separator: "|"), "name_999"))
    #expect(try !matches(names.joined(separator: "|"), "name_1000"))
  }

  @Test(
    .timeLimit(.minutes(10)),
    arguments: [
      "(a+)+$", "(a|a)*b", "(a*)*b", "(?:a?){30}a{30}", "(*NO_JIT)(a+)+b", #"(a|b|ab)*\1c"#,
      "(*LIMIT_MATCH=400000000)(a+)+b", "(*LIMIT_HEAP=400000000)(*NO_JIT)(a|aa)+(?=!)",
    ])
  func aHostilePatternEnds(_ pattern: String) throws {
    let expression = try RegularExpression(Array(pattern.utf8), coversWholeName: true)
    var failure: PatternTooCostly?
    for length in 20..<200 where failure == nil {
      let name = Array((String(repeating: "a", count: length % 60) + "!").utf8)
      do throws(PatternTooCostly) { _ = try expression.matches(name[...]) } catch {
        failure = error
      }
    }
    if let failure {
      #expect(failure.pattern == pattern)
      #expect(failure.name.hasSuffix("a!"))
    }
  }

  @Test func saysWhichNameCostsTooMuch() throws {
    let expression = try RegularExpression(Array("(a+)+b".utf8), coversWholeName: true)
    #expect(try !expression.matches(Array("aaa!b!".utf8)[...]))
    let name = String(repeating: "a", count: 40) + "!b!"
    let failure = try #require(throws: PatternTooCostly.self) {
      try expression.matches(Array(name.utf8)[...])
    }
    #expect(failure.name == name)
    // Nothing of it stays: other names are matched as before.
    #expect(try expression.matches(Array("aab".utf8)[...]))
  }

  @Test(arguments: [
    ".*", ".*Allocator.*x", "(a|b)*", "[a-z]*x", "(?:ab?)+x", "(foo|a+)x", ".*a.*x",
  ])
  func longNamesAreFine(_ pattern: String) throws {
    var name = [UInt8](repeating: UInt8(ascii: "a"), count: 64 * 1024)
    let withoutEnd = [".*", "(a|b)*"].contains(pattern)
    #expect(try matches(pattern, name) == withoutEnd)
    name.append(UInt8(ascii: "x"))
    #expect(try matches(pattern, name) == !["(a|b)*", ".*Allocator.*x"].contains(pattern))
  }

  @Test func threadsShareAnExpression() async throws {
    let expression = try RegularExpression(Array("(n|m)ame_(\\d+)5".utf8), coversWholeName: true)
    let counts = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<8 {
        group.addTask {
          try (0..<20_000).count { try expression.matches(Array("name_\($0)".utf8)[...]) }
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    // Of 0 to 19999 every tenth ends with 5, and 5 alone has nothing before it.
    #expect(counts == Array(repeating: 1_999, count: 8))
  }
}
