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
}
