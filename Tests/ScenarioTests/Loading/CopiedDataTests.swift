// Data that a program takes over from a library by a COPY relocation is shared by all names it has;
// which of them the relocation names is the linker's choice. A local entry would be filled from
// itself, with zeros, and the library would go on with its own object (glibc elf/dl-lookup.c).

import Foundation
import TestSupport
import Testing

@Suite struct CopiedDataTests {
  static let librarySource = """
    int counter = 40;
    extern int weak_counter __attribute__((weak, alias("counter")));
    void count(void) { counter++; }
    int counted(void) { return counter; }

    """
  static let programSource = """
    #include <stdio.h>
    extern int weak_counter;
    void count(void);
    int counted(void);
    int main(void) {
      count();
      weak_counter++;
      return printf("program %d library %d\\n", weak_counter, counted()) < 0;
    }

    """

  @Test(arguments: Linker.allCases, [Product.pie, .fixed])
  func aliasesOfCopiedDataStay(_ linker: Linker, _ product: Product) throws {
    let workshop = try Workshop(linker)
    let library = try workshop.library("libcount.so", Self.librarySource)
    let program = try workshop.program(Self.programSource, as: product, needing: [library])
    #expect(try output(of: program) == "program 42 library 42\n")
    let names = try exportedNames(program).intersection(["counter", "weak_counter"])
    #expect(names.contains("weak_counter"))

    for name in names {
      try expectEnd(
        3, untouched: program, saying: "\(name) must stay exported", "apply",
        "--demote=\(name)", program.path)
    }
    let original = try demote(in: program, "--all")
    #expect(try exportedNames(program).isSuperset(of: names))
    #expect(try output(of: program) == "program 42 library 42\n")

    let broken = try workshop.copy(original, named: "broken")
    let result = try symdemote("apply", "--all", "--force", broken.path)
    try #require(result.status == 0, "\(result.errors)")
    for name in names { #expect(result.output.contains(" \(name)  # forced: --all")) }
    #expect(try exportedNames(broken).isDisjoint(with: names))
    #expect(try run(broken.path).output == "program 1 library 41\n")
    #expect(try symdemote("verify", broken.path).status == 1)
    // What was forced once stands in nobody's way.
    try expectEnd(0, untouched: broken, "apply", "--all", "--force", broken.path)
    try expectEnd(1, untouched: original, "plan", "--all", original.path)
  }
}
