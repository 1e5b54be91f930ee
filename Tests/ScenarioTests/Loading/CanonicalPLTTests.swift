// A program that is not position independent uses its own PLT entry as the address of a library's
// function, and lends that address to the whole process by an undefined entry with a value (psABI
// x86-64, "Procedure Linkage Table"). Taken out of the hash tables, pointers to the function differ;
// made local, its PLT slot resolves to itself.

import Foundation
import TestSupport
import Testing

@Suite struct CanonicalPLTTests {
  static let librarySource = """
    void lent(void) {}
    void shared(void) {}
    void *address_of_lent(void) { return lent; }
    void *address_of_shared(void) { return shared; }

    """
  static let programSource = """
    #include <stdio.h>
    void lent(void);
    void *address_of_lent(void), *address_of_shared(void);
    void shared(void) {}
    int main(void) {
      lent();
      printf("lent %s, shared %s\\n", address_of_lent() == lent ? "equal" : "different",
             address_of_shared() == shared ? "equal" : "different");
      return 0;
    }

    """

  @Test(arguments: Linker.allCases, HashStyle.allCases)
  func lentAddressesStayEqual(_ linker: Linker, _ style: HashStyle) throws {
    let workshop = try Workshop(linker)
    let library = try workshop.library("liblend.so", Self.librarySource)
    let program = try workshop.program(
      Self.programSource, as: .fixed, needing: [library], ["-Wl,--hash-style=\(style)"])
    #expect(try output(of: program) == "lent equal, shared equal\n")
    let entry = try lentEntry(program)
    #expect(entry?.value.contains { $0 != "0" } == true)

    try expectEnd(
      3, untouched: program, saying: "[canonical-plt]", "apply", "--demote=lent", program.path)
    try demote(in: program, "--all", "--demote=lent", "--force")

    // The function that the program defines is its own now; the lent address is lent as before.
    #expect(try output(of: program) == "lent equal, shared different\n")
    #expect(try isDemoted("shared", in: program))
    #expect(try lentEntry(program)?.value == entry?.value)
    #expect(try lentEntry(program)?.binding == "GLOBAL")
  }

  private func lentEntry(_ program: URL) throws -> DynamicEntryLine? {
    try dynamicSymbols(named: "lent", in: program).first { $0.isUndefined }
  }
}
