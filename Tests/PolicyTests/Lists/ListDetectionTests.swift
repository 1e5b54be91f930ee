// Which format a list seems to be of, and what is left open.

import TestSupport
import Testing

@testable import Policy

@Suite struct ListDetectionTests {
  private func detect(_ text: String) throws -> ListFormat {
    try ListFormat.detect(SourceText(name: "list", bytes: Array(text.utf8)))
  }

  @Test(arguments: [
    ("{ a; };", ListFormat.dynamicList), ("# c\n/* { global: */\n{\n a;\n};", .dynamicList),
    ("{ extern \"C++\" { global::f; }; };", .dynamicList), ("{ a; }; { b; };", .dynamicList),
    ("{ \"global:\"; global; };", .dynamicList), ("{", .dynamicList),
    ("\u{feff}{ a; };", .dynamicList),
    ("{ global: a; };", .versionScript), ("{ a; local: *; };", .versionScript),
    ("{ global : a; };", .versionScript), ("{ a; } V0;", .versionScript),
    ("{ a; }; V1 { b; };", .versionScript), ("V1 { a; };", .versionScript),
    ("V_1.2\n{\n a; };", .versionScript), ("/* c */ V1{a;};", .versionScript),
    ("{ local/**/: *; };", .versionScript), ("{ local/**/; };", .dynamicList),
    ("{ a; }/**/V0;", .versionScript), ("V1/**/{ a; };", .versionScript),
    ("{ a/* } V0 */; };", .dynamicList), ("{ a@V; local: *; };", .dynamicList),
    ("\"V 1\" { a; };", .versionScript), ("V1 /* { */\nV2", .list), ("a:{", .list),
    ("VERSION { a; };", .versionScript), ("LIBRARY { a; };", .versionScript),

    ("EXPORTS\n a\n", .def), ("; c\n\nLIBRARY x\nEXPORTS\n a", .def), ("NAME\nEXPORTS\na", .def),
    ("DESCRIPTION 'x'", .def), ("EXPORTS a", .def), ("\u{feff}EXPORTS\r\n _a\r\n", .def),
    ("LIBRARY\nEXPORTS ; c\n a", .def), ("VERSION 1.0\nEXPORTS a", .def),
    ("STUB:x\nEXPORTS a", .def),
    ("LIBRARY\na\nb", .list), ("NAME", .list), ("a\nEXPORTS\n", .list), ("NAME # c\nDATA", .list),
    ("exports\n a", .list),

    ("libz.so.1 zlib1g #MINVER#\n a@Base 1", .debianSymbols), ("l p\n a@V 1", .debianSymbols),
    ("l p (>= 1)\n| q\n* x: y\n (symver)V 1", .debianSymbols),
    ("# c\n#include \"x\"\n a@V 1", .debianSymbols), ("#include \"x\"", .debianSymbols),
    ("(arch=any)#include \"x\"", .debianSymbols), (" (optional)_a@V 1", .debianSymbols),
    ("libz.so.1 zlib1g #MINVER#", .debianSymbols), ("l p\n _a@V 1", .debianSymbols),
    ("# include \"x\"\na", .list), ("#include <x>\na", .list), ("a@V # c\n b@V # c", .list),
    ("a\n  b@V\n", .list), ("re:a@b c\n", .list),

    ("a\nb\n", .list), ("", .list), ("# only\n\n", .list), ("*\n", .list), ("a*\n_b\n", .list),
    ("_a\n_b\nc\n", .list), ("_a\n!_b\n", .list), ("_a\nre:_b\n", .list), ("_a@V\n", .list),
    ("_a\ninclude x\n", .list), ("_a\nfrom:x\n", .list), ("c++:a\n", .list),
    ("_a\ninclude\n", .list),
    ("_ZN1a1bEv\n_a\n", .list), ("_ZN1a*\n__asan_*\n", .list), ("_ZTV1a\n", .list),
    ("_Z1fv # c", .list),
    ("_RNvC6_123foo3bar\n", .list),
    ("__ZN1a1bEv\n_a\n", .apple), ("__ZN1a*\n_a # c\n*b\n", .apple), ("_$s4main\n_a\n", .apple),
    ("_OBJC_CLASS_$_A\n.objc_class_name_A\n", .apple),
    ("_ZN3fooEv\n_a\nradr\n", .list), ("__ZN3fooEv\n_ZN3fooEv\nradr\n", .list),
    ("__ZN3fooEv\nradr\n!a*\n", .list), ("__ZN_no_mangled_name\nradr\n", .list),
  ])
  func formatsAreKnownByTheirBeginnings(_ text: String, _ format: ListFormat) throws {
    #expect(try detect(text) == format)
  }

  @Test(arguments: [
    ("_a\n", 1, 1), ("# c\n\n  _a\n_b\n", 3, 3), ("__asan_*\n__tsan_*\n", 1, 1),
    ("_ZSTD_free\n", 1, 1),
    ("_ZSTD_*\n", 1, 1), ("*x\n_a\n", 2, 1), ("_ZN1a1bEv\n__ZN1a1bEv\n", 1, 1),
    ("_init\n_fini", 1, 1),
    ("_a\n.objc_class_name_A\n", 1, 1),
  ])
  func underscoresAloneLeaveItOpen(_ text: String, _ line: Int, _ column: Int) throws {
    let source = SourceText(name: "list", bytes: Array(text.utf8))
    let error = try #require(throws: SyntaxError.self) { _ = try ListFormat.detect(source) }
    #expect((error.location.line, error.location.column) == (line, column))
    #expect(error.message.contains("apple:FILE") && error.message.contains("list:FILE"))
  }

  /// A name without an underscore is rare on Apple's systems, and a name with one too many here.
  @Test(arguments: [
    ("__ZN3fooEv\n__ZN3fooEi\n_adler32\nradr\n", 4, 1), ("a\n b\n__ZN1a*\n", 1, 1),
    ("_$s4main\n  main # c\n", 2, 3),
  ])
  func aPlainNameDoesNotOutweighApplesNames(
    _ text: String, _ line: Int, _ column: Int
  ) throws {
    let source = SourceText(name: "list", bytes: Array(text.utf8))
    let error = try #require(throws: SyntaxError.self) { _ = try ListFormat.detect(source) }
    #expect((error.location.line, error.location.column) == (line, column))
    #expect(error.message.contains("apple:FILE") && error.message.contains("list:FILE"))
    #expect(error.message.contains("no underscore"))
  }

  @Test func whatIsNoTextIsRefused() throws {
    for text in ["a\0b", "_a\n\u{0}", "E\0X\0P\0"] {
      let source = SourceText(name: "list", bytes: Array(text.utf8))
      let error = try #require(throws: SyntaxError.self) { _ = try ListFormat.detect(source) }
      #expect(error.message.contains("zero byte"))
    }
  }
}
