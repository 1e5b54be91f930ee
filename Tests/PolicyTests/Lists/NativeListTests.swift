// symdemote's own list.

import Patterns
import TestSupport
import Testing

@testable import Policy

@Suite struct NativeListTests {
  private func kept(_ text: String) throws -> Set<String> {
    try #require(try? Self.library.get()).kept(by: text, as: .list)
  }

  /// `A::f(int)`, and functions of two versions; `ours` has none.
  private static let library = Result {
    try ListedLibrary(
      source: """
        struct A { int f(int); int g(); };
        int A::f(int n) { return n; }
        int A::g() { return 1; }
        extern "C" { int open_file() { return 1; } int open_dir() { return 1; }
          int close_file() { return 1; } int debug() { return 1; } }
        """, "lib.cc",
      versions: "V1 { global: open_file; debug; }; V2 { global: *; } V1;")
  }

  @Test(arguments: [
    ("open_file", ["open_file"]), ("open_*", ["open_file", "open_dir"]),
    ("  open_dir \t\r\n", ["open_dir"]), ("open_file#comment", ["open_file"]),
    ("# open_file\n\n   # more\nopen_dir # words", ["open_dir"]),
    (#"open\_file"#, ["open_file"]), (#"open\*"#, []), ("open_[!f]*", ["open_dir"]),
    ("open_file@V1", ["open_file"]), ("open_file@V2", []), ("open_*@V2", ["open_dir"]),
    ("@V1", ["open_file", "debug"]), ("ver:V1", ["open_file", "debug"]),
    ("ver: V[13]", ["open_file", "debug"]), ("\u{feff}open_dir", ["open_dir"]),
    ("re:open_(file|dir)", ["open_file", "open_dir"]), ("re:open", []),
    ("re:open_. | x  # no name has a space", []), ("c++:A::f(int)", ["_ZN1A1fEi"]),
    ("c++: A::*", ["_ZN1A1fEi", "_ZN1A1gEv"]), ("c++:A::f", []),
  ])
  func patterns(_ text: String, _ names: [String]) throws {
    #expect(try kept(text) == Set(names))
  }

  @Test func exceptionsHoldForTheOtherPatternsInAnyOrder() throws {
    #expect(try kept("open_*\n!open_dir") == ["open_file"])
    #expect(try kept("!open_dir\nopen_*") == ["open_file"])
    #expect(try kept("!open_*\n*file") == ["close_file"])
    #expect(try kept("!c++:A::f(*\nc++:A::*") == ["_ZN1A1gEv"])
    #expect(try kept("open_*\n!@V1") == ["open_dir"])
    #expect(try kept("open_file\n!open_*\nopen_dir@V2").isEmpty)
    #expect(try kept("*\n!re:.*_file\n!_Z*\n!debug") == ["open_dir"])
  }

  @Test func exactNamesAreRequiredUnlessTheyAreExcepted() throws {
    func required(_ text: String) throws -> [String] {
      try read(text, as: .list).clauses.filter(\.isRequired).map(\.text)
    }
    #expect(
      try required("a\nb*\nc@V1\nd@V*\nc++:N::f()\nc++:N::*\nre:x\nver:V1") == [
        "a", "c@V1", "c++:N::f()",
      ])
    #expect(try required("a_1\nb\n!a_*\n*") == ["b"])
  }

  @Test func clausesSayWhereTheyStand() throws {
    let clauses = try read("# c\n\n  one_* # c\n\tre: two\n", as: .list).clauses
    #expect(clauses.map(\.text) == ["one_*", "re: two"])
    #expect(clauses.compactMap(\.location?.line) == [3, 4])
    #expect(clauses.compactMap(\.location?.column) == [3, 2])
    #expect(clauses.allSatisfy { $0.intent == .keep && $0.condition == .always })
  }

  @Test func librariesAndListsAreNamed() throws {
    let reading = try read(
      "from:lib z.so # c\nfrom: libz.so.1\ninclude more.keep # c\n include \"a # b\"\ninclude\n",
      as: .list)
    let items = reading.items.map {
      switch $0 {
      case .clause(let clause): "clause \(clause.text)"
      case .library(let line):
        "library \(String(decoding: line.value, as: UTF8.self)) \(line.location?.line ?? 0)"
      case .include(let path, let location, _):
        "include \(String(decoding: path, as: UTF8.self)) \(location.line)"
      }
    }
    #expect(
      items == [
        "library lib z.so 1", "library libz.so.1 2", "include more.keep 3", "include a # b 4",
        "clause include",
      ])
    #expect(reading.remarks.isEmpty)
    #expect(try read("a*\n!ab\nfrom:x", as: .list).remarks.map(\.location.line) == [3])
  }

  @Test(arguments: [
    ("one two", 1, 5), ("a\n  b c # d", 2, 5), ("re:", 1, 4), ("re:(", 1, 5), ("x\na[b", 2, 2),
    ("!", 1, 2), ("a@", 1, 3), ("ver:", 1, 5), ("from:", 1, 6), ("!from:x", 1, 1), ("!a", 1, 1),
    ("*\na\n!a", 2, 1), ("ns::f", 1, 3), ("f()", 1, 2), ("regex:x", 1, 6), ("a;", 1, 2),
    ("global: a;", 1, 7), ("\"a\"", 1, 1), ("a,b", 1, 2), ("c++:", 1, 5), ("a\0b", 1, 2),
    (#"a\"#, 1, 2),
  ])
  func errorsHaveAPlace(_ text: String, _ line: Int, _ column: Int) throws {
    let found = try #require(failure(text, as: .list))
    #expect((found.line, found.column) == (line, column), "\(found.message)")
  }

  @Test func marksOfOtherFormatsMayBePartsOfNames() throws {
    #expect(failure(#"a\;b\:c"#, as: .list) == nil)
    #expect(failure("a[;:]b", as: .list) == nil)
    let clause = try #require(try read("a\\#b", as: .list).clauses.first)
    guard case .exact(let name) = clause.selector.pattern else {
      Issue.record("not exact")
      return
    }
    #expect(name == Array("a#b".utf8))
  }

  @Test func plainListsOfOtherToolsMeanTheSame() throws {
    let text = "# a list\nopen_file\nopen_dir\n"
    let library = try Self.library.get()
    let names = try library.kept(by: text, as: .list)
    #expect(names == ["open_file", "open_dir"])
    #expect(try library.kept(by: text, as: .libtool) == names)
    #expect(try library.kept(by: text, as: .apple) == names)
  }
}
