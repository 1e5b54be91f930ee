// `platform-name`: whoever defines a function of the C library under its name replaces it in the
// whole process (glibc manual, "Replacing malloc" for the most common one).

import Foundation
import TestSupport
import Testing

@Suite struct PlatformNameTests {
  private static let library = """
    int atoi(const char *);
    int lookalike(const char *text) { return 5; }
    int library_value(const char *text) { return atoi(text); }
    """
  private static let program = """
    #include <stdio.h>
    int library_value(const char *);
    int atoi(const char *text) { return 77; }
    int lookalike(const char *text) { return 77; }
    int main(int count, char **words) { printf("%d\\n", library_value("5")); }
    """

  private func program(_ workshop: Workshop) throws -> URL {
    let options = ["-fno-builtin"]
    let library = try workshop.library("libreads.so", Self.library, options)
    return try workshop.program(Self.program, needing: [library], options)
  }

  @Test func whatTheCLibraryHasTooIsKept() throws {
    let workshop = try Workshop()
    let program = try program(workshop)
    #expect(try output(of: program) == "77\n")
    let forced = try expectObjection(of: "platform-name", to: "atoi", in: program)
    #expect(try output(of: forced) == "5\n")
  }

  /// The closest that it must be silent about: a library has it, but none of the platform.
  @Test func whatAnotherLibraryHasTooIsNot() throws {
    let workshop = try Workshop()
    let program = try program(workshop)
    try expectNoObjection(to: "lookalike", in: program)
    #expect(try output(of: program) == "77\n")
  }

  /// Of data that is copied, the rule about files speaks first.
  @Test func copiedDataIsKeptForWhatItIs() throws {
    let workshop = try Workshop()
    let program = try workshop.program(
      """
      #include <stdio.h>
      int main(void) { return fputs("", stdout); }
      """, as: .fixed)
    let plan = try Plan("--all", program.path)
    #expect(plan.rule("stdout") == "copy-relocation")
    #expect(plan.demotes("main"))
  }
}
