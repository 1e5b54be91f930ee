// What version scripts and dynamic lists say. Whether the linkers agree: `LinkerAgreementTests`.

import Policy
import Testing

/// Reads `script`, as a file named `s`.
func read(_ script: String, as format: ListFormat = .versionScript) throws -> ListReading {
  try format.read(SourceText(name: "s", bytes: Array(script.utf8)))
}

extension Clause {
  /// The clause in a word: `+` keeps, `-` demotes, `=` before an exact name, `~` before a glob, `c++`
  /// before what is held against demangled names.
  var summary: String {
    let pattern =
      switch selector.pattern {
      case .exact(let name): "=" + String(decoding: name, as: UTF8.self)
      case .everything: "everything"
      case .glob: "~" + text
      case .regex, .members: "?"
      }
    let subject =
      switch selector.subject {
      case .name: ""
      case .demangled: "c++"
      case .versioned, .demangledVersioned: "versioned"
      }
    return (intent == .keep ? "+" : "-") + subject + pattern
  }
}

extension ListReading {
  var summary: [String] { clauses.map(\.summary) }
}

@Suite struct LinkerScriptTests {
  @Test func globalKeepsAndLocalDemotes() throws {
    #expect(
      try read("{ global: foo; b*; local: *; };").summary == ["+=foo", "+~b*", "-everything"])
    #expect(try read("{ local: foo; };").summary == ["-=foo"])
  }

  @Test func whatHasNoLabelIsGlobal() throws {
    #expect(try read("{ foo; bar; };").summary == ["+=foo", "+=bar"])
    #expect(try read("V1 { foo; };").summary == ["+=foo"])
  }

  @Test func versionsRestrictNothing() throws {
    let reading = try read("V1 { global: foo; }; V2 { global: bar; local: *; } V1;")
    #expect(reading.summary == ["+=foo", "+=bar", "-everything"])
    #expect(reading.clauses.allSatisfy { $0.selector.version == nil })
    #expect(reading.remarks.isEmpty)
  }

  @Test func clausesKnowTheirPlaceAndText() throws {
    let clauses = try read("{\n  global: foo;\n\t\"b r\"; local: *;\n};").clauses
    #expect(clauses.map(\.text) == ["foo", "\"b r\"", "*"])
    #expect(
      clauses.map(\.location) == [
        SourceLocation(file: "s", line: 2, column: 11),
        SourceLocation(file: "s", line: 3, column: 2),
        SourceLocation(file: "s", line: 3, column: 16),
      ])
  }

  @Test func exactGlobalsAreRequired() throws {
    let script =
      "{ global: foo; f*; \"b*\"; extern \"C++\" { \"ns::g()\"; ns::*; }; local: bar; *; };"
    #expect(
      try read(script).clauses.map(\.isRequired) == [true, false, true, true, false, false, false])
  }

  @Test func quotesAreLiteral() throws {
    let reading = try read(#"{ global: "foo*"; "a\b"; "two words"; "{;#/*"; };"#)
    #expect(reading.summary == ["+=foo*", #"+=a\b"#, "+=two words", "+={;#/*"])
    #expect(try read(#"{ "plain"; };"#).remarks.isEmpty)
    #expect(reading.remarks.count == 2)  // the two with a star
  }

  @Test(arguments: ["[!ab]c", "[^ab]c", "?c", "a-z.$[a-z]*", "x::*"])
  func globs(_ glob: String) throws {
    let reading = try read("{ \(glob); };")
    #expect(reading.summary == ["+~" + glob])
    #expect(reading.remarks.isEmpty)
  }

  @Test func aBackslashEscapes() throws {
    let reading = try read(#"{ st\*r; st\*r*; };"#)
    #expect(reading.summary == ["+=st*r", #"+~st\*r*"#])
    #expect(reading.remarks.map(\.location.column) == [3, 10])
  }

  @Test func twoStarsWeighMoreThanOne() throws {
    let ranks = try read("{ *; **; [a]; a; };").clauses.map(\.rank)
    #expect(ranks == [.everything, .pattern, .pattern, .exact])
  }

  @Test func comments() throws {
    let script = """
      # of the shell { foo; };
      /* of C
       { */ V1 /**/ { # here
        global: foo/* and here */; /* a /* b */
        local: *; #
      };#end
      """
    #expect(try read(script).summary == ["+=foo", "-everything"])
  }

  @Test func carriageReturnsAreSpace() throws {
    #expect(try read("{\r\n\tfoo;\r\n};\r\n").summary == ["+=foo"])
  }

  @Test func externBlocks() throws {
    let script = """
      { global: extern "C++" { ns::*; "ns::f(int)"; plain; *; }; foo; extern "C" { bar };
        local: extern "C++" { * }; };
      """
    #expect(
      try read(script).summary == [
        "+c++~ns::*", "+c++=ns::f(int)", "+c++=plain", "+c++everything", "+=foo", "+=bar",
        "-c++everything",
      ])
  }

  @Test func externBlocksNest() throws {
    let script = #"{ extern "C++" { a; extern "C" { b; extern "C++" { c; }; d }; e; }; f; };"#
    #expect(
      try read(script).summary == ["+c++=a", "+=b", "+c++=c", "+=d", "+c++=e", "+=f"])
  }

  @Test func keywordsAreNamesWhereNoLabelIs() throws {
    let reading = try read("{ global: global; local; extern; local: local; };")
    #expect(reading.summary == ["+=global", "+=local", "+=extern", "-=local"])
    #expect(reading.remarks.count == 4)
    #expect(try read("global { extern; };").summary == ["+=extern"])
  }

  @Test func anAnonymousNodeMayBeEmpty() throws {
    #expect(try read("{ };").summary == [])
    #expect(try read("V1 {}; V2 {} V1;").remarks.isEmpty)
  }
}

@Suite struct DynamicListTests {
  @Test(arguments: [ListFormat.dynamicList, .exportDynamicSymbolList])
  func listsKeep(_ format: ListFormat) throws {
    let reading = try read(#"{ foo; b*; "c*"; extern "C++" { ns::*; }; };"#, as: format)
    #expect(reading.summary == ["+=foo", "+~b*", "+=c*", "+c++~ns::*"])
    #expect(reading.clauses.map(\.isRequired) == [true, false, true, false])
  }

  @Test func severalListsAreRemarkedOn() throws {
    let reading = try read("{ foo; };\n{ bar; };", as: .dynamicList)
    #expect(reading.summary == ["+=foo", "+=bar"])
    #expect(reading.remarks.map(\.location) == [SourceLocation(file: "s", line: 2, column: 1)])
    #expect(try read("{ foo; };", as: .dynamicList).remarks.isEmpty)
  }

  @Test func anEmptyListIsRemarkedOn() throws {
    let reading = try read("{ };", as: .dynamicList)
    #expect(reading.summary == [])
    #expect(reading.remarks.count == 1)
  }

  @Test(arguments: [
    ("{ global: foo; };", 3), ("{ foo; local: *; };", 8), ("V1 { foo; };", 1),
    ("extern \"C\" { foo; };", 1),
  ])
  func whatIsAVersionScriptIsCalledSo(_ script: String, _ column: Int) throws {
    let error = #expect(throws: SyntaxError.self) { _ = try read(script, as: .dynamicList) }
    #expect(error?.location.column == column)
    #expect(error?.message.contains("version-script:") == true)
  }

  @Test func keywordsAreNames() throws {
    #expect(try read("{ global; local; };", as: .dynamicList).summary == ["+=global", "+=local"])
  }
}
