// What is wrong with a script is said with its place; what only some linkers read is read, and
// remarked on.

import Policy
import Testing

@Suite struct LinkerScriptErrorTests {
  /// A script, the place of its fault, and a word of what is said to be expected there.
  @Test(arguments: [
    ("", 1, 1, "{ or the name of a version"),
    ("  # nothing\n", 2, 1, "{ or the name of a version"),
    ("{ foo };", 1, 7, "; after the pattern"),
    ("{ global: foo; local: * };", 1, 25, "; after the pattern"),
    ("{ foo bar; };", 1, 7, "; after the pattern"),
    ("{ foo\n  bar; };", 2, 3, "; after the pattern"),
    ("{ foo; }", 1, 9, "; after }"),
    ("{ foo; }\nV1 { bar; };", 2, 1, "; after }"),
    ("{ foo; } V1;", 1, 10, "; after }"),
    ("V1 { foo; } V0", 1, 15, "; after }"),
    ("{ foo;", 1, 7, "braces of line 1"),
    ("\n{ extern \"C\" {\n foo;", 3, 6, "braces of line 2"),
    ("V1 foo;", 1, 4, "{"),
    ("V1 V2 { foo; };", 1, 4, "{"),
    ("V1", 1, 3, "{"),
    ("}", 1, 1, "{ or the name of a version"),
    ("{ foo; };;", 1, 10, "end of the file"),
    ("{ foo; }; }", 1, 11, "end of the file"),
    ("{ ; };", 1, 3, "a pattern or }"),
    ("{ global: ; local: *; };", 1, 11, "a pattern or }"),
    ("{ foo;; };", 1, 7, "a pattern or }"),
    ("{ { foo; }; };", 1, 3, "a pattern or }"),
    ("{ : foo; };", 1, 3, "a pattern or }"),
    ("{ foo: bar; };", 1, 6, "; after the pattern"),
    ("{ a:b; };", 1, 4, "; after the pattern"),
    ("{ \"global\": foo; };", 1, 11, "; after the pattern"),
    ("{ foo; }; { bar; };", 1, 11, "end of the file"),
    ("{ foo; }; V1 { bar; };", 1, 11, "end of the file"),
    ("V1 { foo; }; { bar; };", 1, 14, "has to be the only one"),
    ("// c\n{ foo; };", 1, 1, "# or /* */"),
    ("{ foo; // c\n bar; };", 1, 8, "# or /* */"),
    ("{ foo//c\n; };", 1, 6, "# or /* */"),
    ("{ foo; };\n/* { bar; };", 2, 1, "*/"),
    ("{ foo; \"bar; };", 1, 8, "\""),
    ("{ foo@V1; };", 1, 6, "node"),
    ("{ foo@@V1; };", 1, 6, "node"),
    ("{ foo,bar; };", 1, 6, ";"),
    ("{ f(int); };", 1, 4, "quotes"),
    ("{ caf\u{e9}; };", 1, 6, "0xc3"),
    ("{ foo\0; };", 1, 6, "0x0"),
    ("{ extern C { foo; }; };", 1, 10, "\"C\" or \"C++\" in quotes"),
    ("{ extern \"D\" { foo; }; };", 1, 10, "\"C\" or \"C++\""),
    ("{ extern \"Java\" { foo; }; };", 1, 10, "\"C\" or \"C++\""),
    ("{ extern \"C\" foo; };", 1, 14, "{"),
    ("{ extern \"C\" { foo; } bar; };", 1, 23, "; after }"),
    ("{ extern \"C\" { foo; } };", 1, 23, "; after }"),
    ("{ extern \"C++\" { extern \"C\" { foo; } bar; }; };", 1, 38, "; after }"),
    ("{ extern \"C++\" { extern \"C\" { foo; } } };", 1, 40, "; after }"),
    ("{ extern \"C\" { foo bar }; };", 1, 20, "; after the pattern"),
    ("{ extern \"C\" { global: foo; }; };", 1, 16, "extern block"),
    ("extern \"C\" { foo; };", 1, 8, "{"),
    ("{ foo[; };", 1, 6, "bracket does not close"),
    ("{ [z-a]*; };", 1, 4, "backwards"),
    ("{ foo\\; };", 1, 6, "backslash"),
  ])
  func faults(_ script: String, _ line: Int, _ column: Int, _ expected: String) throws {
    let error = try #require(throws: SyntaxError.self) { _ = try read(script) }
    #expect(error.location == SourceLocation(file: "list", line: line, column: column))
    #expect(error.message.contains(expected), "\(error.message)")
    #expect(!error.message.hasSuffix("."))
  }

  @Test func theLastSemicolonOfABlockMayBeLeftOutAfterABlock() throws {
    let text = #"{ extern "C++" { a*; extern "C" { b; extern "C++" { c } } }; d; };"#
    #expect(try read(text).summary == ["+c++~a*", "+=b", "+c++=c", "+=d"])
  }

  /// What a name says costs more than its length; a line may be as long as it likes.
  @Test func aNameHasALimit() throws {
    let longest = 1 << 16
    for (before, after) in [("", ""), ("\"", "\"")] {
      func script(_ count: Int) -> String {
        "{ b;\n " + before + String(repeating: "a", count: count - before.count * 2) + after
          + "; };"
      }
      #expect(try read(script(longest)).clauses.count == 2)
      let error = try #require(throws: SyntaxError.self) { _ = try read(script(longest + 1)) }
      #expect(error.location == SourceLocation(file: "list", line: 2, column: 2))
      #expect(error.message.contains("longer than \(longest) bytes") && error.line == "")
    }
    #expect(try read("{ " + String(repeating: "a;", count: longest) + " };").items.count == longest)
  }

  @Test func anErrorShowsItsLine() throws {
    let error = try #require(throws: SyntaxError.self) { _ = try read("{\r\n foo }\r\n;") }
    #expect(error.line == " foo }")
  }

  /// A script that some linkers reject, what it says, and where the remark is.
  @Test(arguments: [
    ("{ local: *; global: foo; };", ["-everything", "+=foo"], [13]),
    ("{ foo; local: *; };", ["+=foo", "-everything"], [8]),
    ("{ global: a; global: b; };", ["+=a", "+=b"], [14]),
    ("{ local: a; local: b; };", ["-=a", "-=b"], [13]),
    ("{ global: a; local: b; local: c; };", ["+=a", "-=b", "-=c"], [24]),
    ("{ global: a; local: b; global: c; local: d; };", ["+=a", "-=b", "+=c", "-=d"], [24, 35]),
    ("{ global: local: *; };", ["-everything"], [3]),
    ("{ foo; local: };", ["+=foo"], [8, 8]),
    ("{ extern \"C\" { }; };", [], [16]),
    ("{ extern \"c++\" { a; }; };", ["+c++=a"], [10]),
    ("{ ~foo; a+b; 7up; ::x; };", ["+=~foo", "+=a+b", "+=7up", "+=::x"], [3, 9, 14, 19]),
    ("1.0 { foo; };", ["+=foo"], [1]),
    ("V-1 { foo; };", ["+=foo"], [1]),
    ("\"V1\" { foo; };", ["+=foo"], [1]),
    ("V1 { a; }; V1 { b; };", ["+=a", "+=b"], [12]),
    ("V1 { a; } V0;", ["+=a"], [11]),
    ("\u{feff}{ a; };", ["+=a"], [1]),
    ("{ \"\"; };", ["+="], [3]),
    ("{ \"a@V1\"; };", ["+=a@V1"], [3]),
  ])
  func remarks(_ script: String, _ says: [String], _ columns: [Int]) throws {
    let reading = try read(script)
    #expect(reading.summary == says)
    #expect(reading.remarks.map(\.location.column) == columns)
  }

  @Test func ordinaryScriptsHaveNoRemarks() throws {
    let script = """
      V1 { global: foo; b?r*; extern "C++" { ns::*; "ns::f(int)" }; local: *; };
      V1.1 { global: [!a]b; } V1;
      _V.2 { } V1 V1.1;
      """
    #expect(try read(script).remarks == [])
  }

  @Test func oneNameOnBothSidesIsAContradiction() throws {
    // GNU ld keeps the name or reports it, by its place; gold reports it, lld and mold demote it.
    let both = try read("{ global: foo; local: foo; };").clauses
    #expect(throws: PolicyError.self) { _ = try ExportPolicy(both) }
    #expect(throws: Never.self) {
      _ = try ExportPolicy(try read("{ global: foo; local: foo*; };").clauses)
    }
  }
}
