// Apple's lists, beside LLVM's linker for Mach-O: what it exports of a program is what is kept of
// the same one here, where no underscore comes before the names.

import Foundation
import TestSupport
import Testing

@testable import Policy

@Suite struct AppleListTests {
  private static let names = ["foo_one", "foo_two", "bar", "_bar", "xbar", "_Zebra"]

  private func appleExports(_ list: String) throws -> Set<String> {
    let folder = try TemporaryFolder()
    try folder.write(ListedLibrary.source(Self.names), to: "a.c")
    try folder.write(list, to: "a.exp")
    try mustRun(
      try Toolchain.program("clang"), ["-target", "x86_64-apple-macos11", "-c", "a.c"],
      directory: folder.url)
    // The toolchain's own lld links for no platform of Apple.
    try mustRun(
      "ld64.lld-14",
      [
        "-dylib", "-arch", "x86_64", "-platform_version", "macos", "11.0", "11.0", "-undefined",
        "dynamic_lookup", "-exported_symbols_list", "a.exp", "-o", "a.dylib", "a.o",
      ], directory: folder.url)
    let symbols = try mustRun(
      "llvm-nm", ["-g", "--defined-only", "--format=just-symbols", "a.dylib"],
      directory: folder.url)
    return Set(symbols.split(separator: "\n").map { String($0.dropFirst()) })
  }

  @Test(arguments: [
    "_foo_one\n_bar\n", "_foo_*", "  _bar \t# c\n\n# _xbar\n_xbar#c\r\n", "__bar", "__Zebra",
    "_?bar",
    "_[fx]*", "_[!f]*", "_*", "*", "*two", "_nowhere", "_foo_[^o]*",
  ])
  func agreesWithTheLinker(_ list: String) throws {
    let library = try ListedLibrary(Self.names)
    #expect(try library.kept(by: list, as: .apple) == (try appleExports(list)))
  }

  /// Apple's linker exports nothing by an empty list; lld takes it for no list.
  @Test func anEmptyListKeepsNothing() throws {
    let library = try ListedLibrary(Self.names)
    #expect(try library.kept(by: "# nothing\n\n", as: .apple).isEmpty)
  }

  @Test func aLeadingUnderscoreIsDroppedOnce() throws {
    let library = try ListedLibrary(Self.names)
    #expect(try library.kept(by: "__bar", as: .apple) == ["_bar"])
    #expect(try library.kept(by: "_bar", as: .apple) == ["bar"])
    #expect(try library.kept(by: "*bar", as: .apple) == ["bar", "_bar", "xbar"])
  }

  @Test func whatHasNoUnderscoreIsKeptAndRemarked() throws {
    let reading = try read("_ok\nbar\n?bar\n*bar\n", as: .apple)
    #expect(reading.remarks.map(\.location.line) == [2, 3])
    let library = try ListedLibrary(Self.names)
    #expect(try library.kept(by: "bar", as: .apple) == ["bar"])
    #expect(try library.kept(by: "?bar", as: .apple) == ["_bar", "xbar"])
  }

  @Test func literalNamesMayHaveABackslash() throws {
    let clause = try #require(try read(#"_a\b"#, as: .apple).clauses.first)
    guard case .exact(let name) = clause.selector.pattern else {
      Issue.record("not exact")
      return
    }
    #expect(name == Array(#"a\b"#.utf8))
    #expect(clause.isRequired && clause.text == #"_a\b"#)
    #expect(try read("_a*", as: .apple).clauses.map(\.isRequired) == [false])
  }

  @Test(arguments: [("_a _b", 1, 4), ("_a\n_", 2, 2), ("_a[b", 1, 3), ("_a\0", 1, 3)])
  func errorsHaveAPlace(_ text: String, _ line: Int, _ column: Int) throws {
    let found = try #require(failure(text, as: .apple))
    #expect((found.line, found.column) == (line, column), "\(found.message)")
  }
}
