// libtool's lists, beside libtool itself and the linker that it drives.

import Foundation
import TestSupport
import Testing

@testable import Policy

@Suite struct LibtoolListTests {
  private static let names = ["foo_one", "foo_two", "bar", "global"]

  /// What libtool exports by the list; nil if its link fails, or the linker says that it leaves out
  /// a character that it does not know.
  private func libtoolExports(_ list: String) throws -> Set<String>? {
    let folder = try TemporaryFolder()
    try folder.write(ListedLibrary.source(Self.names), to: "a.c")
    try folder.write(list, to: "a.sym")
    let tool = ["--silent", "--tag=CC"]
    try mustRun(
      "libtool", tool + ["--mode=compile", "gcc", "-c", "a.c", "-o", "a.lo"],
      directory: folder.url)
    let result = try run(
      "libtool",
      tool + [
        "--mode=link", "gcc", "-o", "liba.la", "a.lo", "-rpath", "/usr/lib", "-export-symbols",
        "a.sym",
      ], directory: folder.url)
    guard result.succeeded, !result.errors.contains("ignoring invalid character") else {
      return nil
    }
    let symbols = try mustRun(
      "nm", ["-D", "--defined-only", "--format=just-symbols", ".libs/liba.so"],
      directory: folder.url)
    return Set(symbols.split(separator: "\n").map(String.init))
  }

  @Test(arguments: [
    "foo_one\nbar\n", "foo_*\nbar\n", "# c\nfoo_one\n", "  # c\nfoo_one\n", "foo_one # c\n",
    "foo_one\n\nbar\n", "foo_one\n  \nbar\n", "foo_one bar\n", "  foo_one  \nbar\n", "foo_one;\n",
    "foo_one; bar\n", "foo_one; # c\nbar\n", "; bar\n", "foo_one\r\nbar\r\n", "\"foo_*\"\nbar\n",
    "\"bar\"\n", "/* c */\nbar\n", "/* c */ bar /* c */\n", "/* c\n */ bar\n",
    "/* c\n\n # */ bar\n", "bar /* c\n */\n", "bar /* c\n */ foo_one\n", "/* c\n",
    "bar", "bar\n# c", "",
    "# c\n", "foo_[!o]*\n", "foo\\_one\n", "*\n", "nowhere\n", "bar@V1\n", "global\nbar\n",
    "local:bar\n", "foo_*\n!foo_one\n", "foo*::\nbar\n", "1bar\n", "bar\n}\n",
  ])
  func agreesWithLibtool(_ list: String) throws {
    let library = try ListedLibrary(Self.names)
    let theirs = try libtoolExports(list)
    if let theirs {
      #expect(try library.kept(by: list, as: .libtool) == theirs)
    } else {
      #expect(failure(list, as: .libtool) != nil)
    }
  }

  @Test(arguments: [
    ("a\n\nb\n", 2, 1, "empty line"), ("a # c\n", 1, 3, "semicolon"), ("a b\n", 1, 3, "end"),
    ("a;\n", 1, 3, "another one"), ("/* c\n", 1, 1, "comment"), ("a\n\"b\n", 2, 1, "quote"),
    ("a@V\n", 1, 2, "end"), ("%\n", 1, 1, "no such character"), ("", 1, 1, "at least one"),
  ])
  func errorsSayWhatLibtoolMakesOfTheLine(
    _ text: String, _ line: Int, _ column: Int, _ words: String
  ) throws {
    let found = try #require(failure(text, as: .libtool))
    #expect((found.line, found.column) == (line, column))
    #expect(found.message.contains(words))
  }

  @Test func exactAndQuotedNamesAreRequired() throws {
    let clauses = try read("a*\nb\n\"c*\"\n", as: .libtool).clauses
    #expect(clauses.map(\.isRequired) == [false, true, true])
    #expect(clauses.map(\.text) == ["a*", "b", "\"c*\""])
  }
}
