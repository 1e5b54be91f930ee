// A demoted library is a library like any other to a linker, which does not see what is local
// (gABI, "Symbol Table": local symbols precede the others, sh_info is the index of the first of
// these).

import Foundation
import TestSupport
import Testing

@Suite struct LinkerInputTests {
  private static let source = "int gone(void) { return 1; }\nint kept(void) { return 2; }\n"

  private static func caller(of name: String) -> String {
    """
    #include <stdio.h>
    int \(name)(void);
    int main(void) { return printf("%d\\n", \(name)()) < 0; }

    """
  }

  /// A library of one linker, linked against by another.
  @Test(arguments: Linker.allCases, Linker.allCases)
  func linkersDoNotSeeWhatIsLocal(_ maker: Linker, _ user: Linker) throws {
    let workshop = try Workshop(user)
    let library = try link(
      Self.source, to: "libpart.so", in: workshop.folder, by: maker, as: .shared,
      ["-Wl,-soname,libpart.so"])
    let before = try workshop.program(Self.caller(of: "gone"), needing: [library])
    #expect(try output(of: before) == "1\n")

    try demote(in: library, "--demote=gone")

    let kept = try workshop.program(Self.caller(of: "kept"), needing: [library])
    #expect(try output(of: kept) == "2\n")
    let failure = #expect(throws: RunFailure.self) {
      try workshop.program(Self.caller(of: "gone"), needing: [library])
    }
    #expect(failure?.description.contains("undefined") == true)
    #expect(failure?.description.contains("gone") == true)

    // Somebody else's definition is taken instead, which the first library no longer hides.
    let other = try workshop.library("libother.so", "int gone(void) { return 3; }\n")
    let program = try workshop.program(Self.caller(of: "gone"), needing: [library, other])
    #expect(try output(of: program) == "3\n")
  }

  /// A weak reference to what is gone is linked, and is null.
  @Test(arguments: Linker.allCases)
  func aWeakReferenceStaysOpen(_ linker: Linker) throws {
    let workshop = try Workshop(linker)
    let library = try workshop.library("libpart.so", Self.source)
    let source = """
      #include <stdio.h>
      int kept(void);
      __attribute__((weak)) int gone(void);
      int main(void) { return printf("%d %d\\n", gone ? gone() : 0, kept()) < 0; }

      """
    #expect(try output(of: try workshop.program(source, needing: [library])) == "1 2\n")
    try demote(in: library, "--demote=gone")
    #expect(try output(of: try workshop.program(source, needing: [library])) == "0 2\n")
  }
}
