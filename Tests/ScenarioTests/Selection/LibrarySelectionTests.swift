// The names of a vendored library are known to its archive and to its shared form; a linker takes
// only those members of an archive that something needs (ar(5), the symbol index; gABI, "Archive").

import Foundation
import TestSupport
import Testing

@Suite struct LibrarySelectionTests {
  /// A program with a vendored library in two members, one of which it has a use for; and a library
  /// that has its own copy of the whole.
  private struct Vendored {
    let workshop: Workshop
    let archive: URL
    let members: [URL]
    let program: URL

    init() throws {
      workshop = try Workshop()
      members = [
        try workshop.object(
          "used", "int shared_data = 1;\nint shared_function(void) { return 1; }\n"),
        try workshop.object("unused", "int shared_unused(void) { return 0; }\n"),
      ]
      archive = try workshop.archive("libvendored.a", of: members)
      let library = try workshop.library("libreal.so", TwoCopies.librarySource)
      program = try workshop.program(
        """
        #include <stdio.h>
        extern int shared_data;
        int shared_function(void);
        int library_function(void), library_data(void), library_callback(void);
        int kept_callback(void) { return 7; }
        int main(void) {
          printf("own %d %d library %d %d callback %d\\n", shared_function(), shared_data,
                 library_function(), library_data(), library_callback());
          return 0;
        }

        """, needing: [archive, library])
      #expect(try output(of: program) == TwoCopies.captured)
    }
  }

  @Test func anArchivesNamesAreDemoted() throws {
    let vendored = try Vendored()
    let before = try exportedNames(vendored.program)
    try demote(in: vendored.program, "--demote-from=\(vendored.archive.path)")
    #expect(try output(of: vendored.program) == TwoCopies.separate)
    #expect(
      try exportedNames(vendored.program)
        == before.subtracting(["shared_function", "shared_data"]))
  }

  @Test func aThinArchiveDoesAsWell() throws {
    let vendored = try Vendored()
    let thin = try vendored.workshop.archive("libthin.a", of: vendored.members, isThin: true)
    #expect(try Data(contentsOf: thin).starts(with: Array("!<thin>".utf8)))
    try demote(in: vendored.program, "--demote-from=\(thin.path)")
    #expect(try output(of: vendored.program) == TwoCopies.separate)
  }

  @Test func anArchivesNamesAreKept() throws {
    let vendored = try Vendored()
    try demote(
      in: vendored.program, "--no-process", "--all", "--keep-from=\(vendored.archive.path)")
    #expect(
      try exportedNames(vendored.program).isSuperset(of: ["shared_function", "shared_data"]))
    #expect(try isDemoted("kept_callback", in: vendored.program))
  }

  @Test func aSharedLibrarysNamesAreDemotedOrKept() throws {
    let vendored = try Vendored()
    let library = vendored.workshop.folder.file("libreal.so").path
    let other = try vendored.workshop.copy(vendored.program, named: "other")
    try demote(in: vendored.program, "--demote-from=\(library)")
    #expect(try output(of: vendored.program) == TwoCopies.separate)
    #expect(try exportedNames(vendored.program).contains("kept_callback"))

    try demote(in: other, "--no-process", "--demote=*", "--keep-from=\(library)")
    #expect(try isDemoted("kept_callback", in: other))
    #expect(try exportedNames(other).isSuperset(of: ["shared_function", "shared_data"]))
  }

  @Test func aLibraryThatMatchesNothingIsReported() throws {
    let vendored = try Vendored()
    let stranger = try vendored.workshop.library("libother.so", "int other(void) { return 0; }\n")
    let result = try expectEnd(
      0, untouched: vendored.program, saying: "libother.so matches no export", "apply",
      "--demote-from=\(stranger.path)", vendored.program.path)
    #expect(result.output.contains("nothing to do"))
    let matching = try symdemote(
      "plan", "--demote-from=\(vendored.archive.path)", vendored.program.path)
    #expect(!matching.errors.contains("matches no export"))
  }

  @Test func aLibraryThatCannotBeReadIsNamed() throws {
    let vendored = try Vendored()
    let text = try vendored.workshop.folder.write("no library\n", to: "libtext.a")
    try expectEnd(
      2, untouched: vendored.program, saying: "if it is a linker script, name a library", "apply",
      "--demote-from=\(text.path)", vendored.program.path)
    try expectEnd(
      2, untouched: vendored.program, saying: "missing.a", "apply",
      "--demote-from=missing.a", vendored.program.path)
  }
}
