// A COPY relocation makes the program's entry the definition for the whole process, under every
// name the data has: libc's `environ` is also `__environ` and `_environ`, and the relocation names
// only one of them (psABI x86-64, R_X86_64_COPY; glibc elf/dl-lookup.c, ELF_RTYPE_CLASS_COPY).

import Foundation
import TestSupport
import Testing

@Suite struct CopiedEnvironmentTests {
  static let source = """
    #include <stdio.h>
    #include <stdlib.h>
    extern char **environ;
    int plain_export(void) { return 0; }
    int main(void) {
      char *own[] = {"STORY=mine", 0};
      environ = own;
      char *seen = getenv("STORY");
      printf("libc sees %s\\n", seen ? seen : "nothing");
      return 0;
    }

    """

  @Test(arguments: Linker.allCases, [Product.pie, .fixed])
  func everyNameOfCopiedDataStays(_ linker: Linker, _ product: Product) throws {
    let workshop = try Workshop(linker)
    let program = try workshop.program(Self.source, as: product)
    #expect(try output(of: program) == "libc sees mine\n")
    let names = try environmentNames(program)
    #expect(names.contains("environ"))
    #expect(try relocatedNames("COPY", in: program).isDisjoint(with: names) == false)

    for name in names {
      try expectEnd(
        3, untouched: program, saying: "[copy-relocation]", "apply", "--demote=\(name)",
        program.path)
    }
    let original = try demote(in: program, "--all")
    #expect(try isDemoted("plain_export", in: program))
    #expect(try environmentNames(program) == names)
    #expect(try output(of: program) == "libc sees mine\n")

    // What the rule prevents: libc and the program each have an environment of their own.
    let broken = try workshop.copy(original, named: "broken")
    let result = try symdemote("apply", "--demote=*environ", "--force", broken.path)
    try #require(result.status == 0, "\(result.errors)")
    for name in names { #expect(result.output.contains("\(name)")) }
    #expect(try environmentNames(broken) == [])
    #expect(try run(broken.path).output != "libc sees mine\n")
  }

  private func environmentNames(_ program: URL) throws -> Set<String> {
    try exportedNames(program).filter { $0.hasSuffix("environ") }
  }
}
