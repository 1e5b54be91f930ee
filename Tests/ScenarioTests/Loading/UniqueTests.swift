// STB_GNU_UNIQUE: the loader takes one definition for the whole process, so that statics of inline
// functions are one object (glibc elf/dl-lookup.c do_lookup_unique). Made local in one file, the
// state is split in two.

import Foundation
import TestSupport
import Testing

@Suite struct UniqueTests {
  static let header = """
    #include <cstdio>
    inline int &counter() { static int count = 0; return count; }

    """
  static let librarySource = header + "int library_count() { return ++counter(); }\n"
  static let programSource =
    header + """
      int library_count();
      int main() {
        ++counter();
        int library = library_count();
        std::printf("program %d library %d\\n", counter(), library);
      }

      """

  @Test(arguments: Linker.allCases, [Product.pie, .fixed])
  func aUniqueObjectStaysOne(_ linker: Linker, _ product: Product) throws {
    let workshop = try Workshop(linker)
    let options = ["-fgnu-unique", "-O0"]
    let library = try workshop.library(
      "libcount.so", Self.librarySource, options, sourceName: "count.cc")
    let program = try workshop.program(
      Self.programSource, as: product, needing: [library], options, sourceName: "main.cc")
    let together = "program 2 library 2\n"
    #expect(try output(of: program) == together)
    let name = "_ZZ7countervE5count"
    #expect(try dynamicSymbols(named: name, in: program).map(\.binding) == ["UNIQUE"])

    try expectEnd(
      3, untouched: program, saying: "[gnu-unique]", "apply", "--demote=\(name)", program.path)
    let original = try demote(in: program, "--all")
    #expect(try isDemoted("_Z7counterv", in: program))
    #expect(try dynamicSymbols(named: name, in: program).map(\.binding) == ["UNIQUE"])
    #expect(try output(of: program) == together)

    let broken = try workshop.copy(original, named: "broken")
    try demote(in: broken, "--all", "--force")
    #expect(try isDemoted(name, in: broken))
    #expect(try output(of: broken) == "program 1 library 1\n")
  }
}
