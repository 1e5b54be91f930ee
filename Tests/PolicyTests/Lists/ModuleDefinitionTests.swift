// Module definitions, beside LLVM's linker for Windows.

import Foundation
import TestSupport
import Testing

@testable import Policy

@Suite struct ModuleDefinitionTests {
  private static let names = ["first", "second", "third", "DATA", "NAME"]

  /// What the linker exports by the definition, by name.
  private func windowsExports(_ definition: String) throws -> Set<String> {
    let folder = try TemporaryFolder()
    try folder.write(ListedLibrary.source(Self.names), to: "a.c")
    try folder.write(definition, to: "a.def")
    try mustRun(
      try Toolchain.program("clang"), ["-target", "x86_64-windows-msvc", "-c", "a.c"],
      directory: folder.url)
    try mustRun(
      try Toolchain.program("lld-link"), ["/dll", "/noentry", "/def:a.def", "a.o", "/out:a.dll"],
      directory: folder.url)
    let exports = try mustRun("llvm-readobj", ["--coff-exports", "a.dll"], directory: folder.url)
    return Set(
      exports.split(separator: "\n").compactMap {
        let words = $0.split(separator: " ")
        return words.count == 2 && words[0] == "Name:" ? String(words[1]) : nil
      })
  }

  private func names(_ text: String) throws -> [String] {
    try read(text, as: .def).clauses.map {
      guard case .exact(let name) = $0.selector.pattern else { return "?" }
      return String(decoding: name, as: UTF8.self)
    }
  }

  @Test(arguments: [
    "EXPORTS\n first\n second\n", "EXPORTS first\nsecond", "EXPORTS first second\n",
    "LIBRARY plugin BASE=4096\nEXPORTS\n first @3\n second @ 4 PRIVATE\n third DATA\n",
    "; c\nLIBRARY\nEXPORTS ; c\n first ; second\n",
    "NAME \"my plugin\"\nVERSION 1.2\nEXPORTS first",
    "HEAPSIZE 4096,4096\nSTACKSIZE 4096\nEXPORTS\nfirst CONSTANT\n",
    "EXPORTS\n \"DATA\"\n \"NAME\" DATA\n first", "EXPORTS first\nEXPORTS second\n",
    "EXPORTS\n other = first\n another=second @7", "EXPORTS\nfirst\nDATA\nsecond",
    "EXPORTS first=third\r\n third\r\n",
    "EXPORTS\n first DATA == bar\n second\n", "EXPORTS\n first @5 == bar\n second\n",
    "EXPORTS\n first DATA==bar\n second == bar @6 DATA\n third @7 DATA==bar\n",
    "EXPORTS\n first EXPORTAS other\n second\n", "EXPORTS first=third @3 EXPORTAS other\nsecond",
    "EXPORTS\n first DATA EXPORTAS \"other\"\n \"EXPORTAS\"=second\n",
    "EXPORTS\n first\n EXPORTAS\n second\n third\n",
    "EXPORTS\n first\nLIBRARY x\n", "EXPORTS first\nLIBRARY x BASE=4096\nEXPORTS second\n",
    "VERSION 1.0\nNAME x\nEXPORTS\n first\n", "LIBRARY x\nLIBRARY y\nEXPORTS\n first\n",
  ])
  func agreesWithTheLinker(_ definition: String) throws {
    #expect(Set(try names(definition)) == (try windowsExports(definition)))
  }

  @Test func theNameThatCallersUseIsKept() throws {
    #expect(try names("EXPORTS\n other=first") == ["other"])
    let library = try ListedLibrary(["first", "other"])
    #expect(try library.kept(by: "EXPORTS\n other=first", as: .def) == ["other"])
    // Callers come by number on Windows, but by name here.
    #expect(try names("EXPORTS\n first @1 NONAME") == ["first"])
  }

  /// The first is what mingw-w64 has for crtdll.dll.
  @Test func whatIsImportedFollowsTheAttributes() throws {
    #expect(
      try names("EXPORTS\n_HUGE DATA == _HUGE_dll\nfoo PRIVATE==bar\nplain @1 NONAME == bar") == [
        "_HUGE", "foo", "plain",
      ])
    let found = try #require(failure("EXPORTS\n foo DATA = bar", as: .def))
    #expect((found.line, found.column) == (2, 11))
  }

  @Test func theNameBehindEXPORTASIsKept() throws {
    let text = "EXPORTS\n impl EXPORTAS adler32\n a=other.b EXPORTAS c"
    let clauses = try read(text, as: .def).clauses
    #expect(clauses.map(\.text) == ["adler32", "c"])
    #expect(clauses.map(\.isRequired) == [true, false])
    #expect(clauses.compactMap(\.location?.column) == [16, 21])
    let library = try ListedLibrary(["impl", "adler32"])
    #expect(try library.kept(by: text, as: .def) == ["adler32"])
    // At the beginning of a line it may be meant for a name, which it is in quotes only.
    #expect(try read("EXPORTS\n a\n EXPORTAS\n b", as: .def).remarks.map(\.location.line) == [3])
    #expect(try read(text, as: .def).remarks.isEmpty)
  }

  @Test func theImagesNameMayComeLate() throws {
    let reading = try read("EXPORTS\n a\nLIBRARY x\nEXPORTS\n b", as: .def)
    #expect(reading.clauses.map(\.text) == ["a", "b"])
    #expect(reading.remarks.map(\.location.line) == [3])
    #expect(try read("LIBRARY x\nEXPORTS\n a", as: .def).remarks.isEmpty)
  }

  @Test func forwardersAreNotRequired() throws {
    let clauses = try read("EXPORTS\n a=b\n c=other.d\n e=other.#4\n f", as: .def).clauses
    #expect(clauses.map(\.isRequired) == [true, false, false, true])
    #expect(clauses.map(\.text) == ["a", "c", "e", "f"])
    #expect(
      clauses.compactMap(\.location).map { [$0.line, $0.column] } == [
        [2, 2], [3, 2], [4, 2], [5, 2],
      ])
  }

  @Test func otherStatementsArePassedOver() throws {
    let text = """
      LIBRARY a.dll BASE = 0x10000000
      DESCRIPTION 'what it is EXPORTS'
      STUB:dos.exe
      EXETYPE WINDOWS 3.0
      SECTIONS
        .rdata READ WRITE
        shared CLASS 'DATA' SHARED
      EXPORTS one, DATA
      IMPORTS
        x=kernel32.y
      EXPORTS
        two==real
        three noname
        data
      """
    #expect(try names(text) == ["one", "two", "three", "data"])
  }

  @Test func keywordsAreNamesInQuotesOnly() throws {
    #expect(try names("EXPORTS\n\"EXPORTS\"\n'LIBRARY'") == ["EXPORTS", "LIBRARY"])
    let reading = try read("EXPORTS\n first\n DATA\n", as: .def)
    #expect(reading.remarks.map(\.location.line) == [3])
    #expect(try read("EXPORTS\n first DATA\n", as: .def).remarks.isEmpty)
  }

  @Test func decoratedNamesAreRemarked() throws {
    let reading = try read("EXPORTS\n _f@4\n ?g@@YAHXZ\n @h@8\n plain @4", as: .def)
    #expect(reading.remarks.map(\.location.line) == [2, 3, 4])
    #expect(reading.clauses.map(\.text) == ["_f@4", "?g@@YAHXZ", "@h@8", "plain"])
  }

  @Test(arguments: [
    ("first", 1, 1), ("exports\n a", 1, 1), ("EXPORTS\n DATA", 2, 2), ("EXPORTS\n a=", 2, 4),
    ("EXPORTS\n \"a", 2, 2), ("EXPORTS a @ b", 1, 13), ("EXPORTS\n=b", 2, 1),
    ("EXPORTS a\nNAME\n b", 2, 1), ("LIBRARY x BASE 3", 1, 16), ("LIBRARY a b", 1, 11),
    ("HEAPSIZE\nEXPORTS", 2, 1), ("STACKSIZE 1,", 1, 13), ("VERSION x", 1, 9),
    ("EXPORTS a\nCODE\nb", 2, 1), ("EXPORTS a,b", 1, 11), ("EXPORTS \"\"", 1, 10),
    ("EXPORTS a\nVERSION\n b", 3, 2), ("EXPORTS a\nLIBRARY", 2, 1), ("EXPORTS a=b=c", 1, 12),
    ("EXPORTS a DATA ==", 1, 18), ("EXPORTS a EXPORTAS", 1, 19), ("EXPORTS EXPORTAS", 1, 9),
    ("EXPORTS a EXPORTAS b DATA", 1, 22), ("EXPORTS a EXPORTAS = b", 1, 20),
  ])
  func errorsHaveAPlace(_ text: String, _ line: Int, _ column: Int) throws {
    let found = try #require(failure(text, as: .def))
    #expect((found.line, found.column) == (line, column), "\(found.message)")
  }
}
