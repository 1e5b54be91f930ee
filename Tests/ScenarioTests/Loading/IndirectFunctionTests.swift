// An indirect function is resolved by calling its resolver, whether it is found by name or is the
// file's own local entry (glibc elf/dl-runtime.c _dl_fixup, elf_ifunc_invoke): demotion must leave
// its type alone.

import Foundation
import TestSupport
import Testing

@Suite struct IndirectFunctionTests {
  static let hostSource = """
    #include <stdio.h>
    static int one(void) { return 1; }
    static int (*choose(void))(void) { return one; }
    int shared_function(void) __attribute__((ifunc("choose")));
    int (*pointer)(void) = shared_function;
    int library_function(void), library_kept(void);
    int kept_function(void) { return 7; }
    int report(void) {
      printf("own %d pointer %d library %d kept %d\\n", shared_function(), pointer(),
             library_function(), library_kept());
      return 0;
    }

    """
  static let librarySource = """
    int kept_function(void);
    int shared_function(void) { return 2; }
    int library_function(void) { return shared_function(); }
    int library_kept(void) { return kept_function(); }

    """

  @Test(arguments: Linker.allCases, Product.allCases)
  func theOwnResolverStillChooses(_ linker: Linker, _ product: Product) throws {
    // Bound at once, a library may need the resolver of a program that is not relocated yet, and
    // the loader refuses to start it. So what is before the demotion is shown lazily.
    let bindings: [BindingTime] = product == .shared ? [.lazy, .now] : [.lazy]
    for binding in bindings {
      let copies = try TwoCopies(
        in: try Workshop(linker), as: product, ["-Wl,-z,\(binding)"],
        hostSource: Self.hostSource, librarySource: Self.librarySource)
      let before = try run(copies.program.path)
      #expect(before.output == "own 1 pointer 1 library 1 kept 7\n", "\(before.errors)")
      let type = try dynamicSymbols(named: "shared_function", in: copies.host).map(\.type)
      // In a program, a linker may give it the type of a plain function.
      if product == .shared { #expect(type == ["IFUNC"]) }

      try demote(in: copies.host, "--demote=shared_function")

      #expect(try output(of: copies.program) == "own 1 pointer 1 library 2 kept 7\n")
      #expect(try isDemoted("shared_function", in: copies.host))
      #expect(try dynamicSymbols(named: "shared_function", in: copies.host).map(\.type) == type)
    }
  }
}
