// DT_RELR packs relocations that name no symbol (gABI proposal, "Relative Relocations"; binutils
// -z pack-relative-relocs). They are a table of their own and have nothing to do with a demotion.
// gold does not write them; mold 1.10 does, but not the dependency without which glibc refuses them.

import Foundation
import TestSupport
import Testing

@Suite struct PackedRelocationTests {
  @Test(arguments: [Linker.bfd, .lld], [Product.pie, .shared])
  func packedRelocationsStay(_ linker: Linker, _ product: Product) throws {
    let table = """
      static int one(void) { return 1; }
      static int two(void) { return 2; }
      static int (*const volatile table[])(void) = { one, two, one, two, one, two, one, two };
      __attribute__((constructor)) static void sum(void) {
        int total = 0;
        for (int i = 0; i < 8; i++) total += table[i]();
        printf("sum %d ", total);
      }

      """
    let copies = try TwoCopies(
      in: try Workshop(linker), as: product, ["-Wl,-z,pack-relative-relocs"],
      hostSource: TwoCopies.hostSource + table)
    let packed = try sectionBytes(".relr.dyn", of: copies.host)
    #expect(packed.count >= 16)
    #expect(try output(of: copies.program) == "sum 12 " + TwoCopies.captured)

    try demote(in: copies.host, "--demote=shared_*")

    #expect(try output(of: copies.program) == "sum 12 " + TwoCopies.separate)
    #expect(try sectionBytes(".relr.dyn", of: copies.host) == packed)
  }

  /// mold links the section to `.dynsym`, of which it names nothing. Of a library that does not need
  /// the C library glibc asks for no dependency.
  @Test func moldLinksThemToTheSymbols() throws {
    let folder = try TemporaryFolder()
    let library = try link(
      """
      int shared(void) { return 1; }
      static int own(void) { return 10; }
      static int (*const volatile table[])(void) = { own, own, shared, own };
      int sum(void) {
        int total = 0;
        for (int i = 0; i < 4; i++) total += table[i]();
        return total;
      }
      """, to: "libsum.so", in: folder, by: .mold, as: .shared,
      ["-nostdlib", "-Wl,-z,pack-relative-relocs"])
    let program = try link(
      """
      #include <stdio.h>
      int sum(void);
      int shared(void) { return 2; }
      int main(void) { printf("sum %d", sum()); }
      """, to: "program", in: folder, as: .pie, ["-rdynamic", library.path])
    let relative = try #require(try section(".relr.dyn", of: library))
    #expect(try sections(library)[relative.link].name == ".dynsym")
    let packed = try sectionBytes(".relr.dyn", of: library)
    #expect(try output(of: program) == "sum 32")

    try demote(in: library, "--demote=shared")

    #expect(try output(of: program) == "sum 31")
    #expect(try sectionBytes(".relr.dyn", of: library) == packed)
  }
}
