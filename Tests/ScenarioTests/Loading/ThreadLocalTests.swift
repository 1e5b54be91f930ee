// A thread-local variable is looked up like any other symbol, by DTPMOD, TPOFF and TLSDESC
// relocations; a local entry means the file's own variable (ELF Handling For Thread-Local Storage;
// glibc elf/dl-reloc.c resolve_map, sysdeps/x86_64/dl-machine.h).

import Foundation
import TestSupport
import Testing

/// How code gets at a thread-local variable that may be another file's.
enum ThreadLocalAccess: String, CaseIterable {
  case generalDynamic
  case descriptors
  case initialExec

  var options: [String] {
    switch self {
    case .generalDynamic: ["-ftls-model=global-dynamic", "-mtls-dialect=gnu"]
    case .descriptors: ["-ftls-model=global-dynamic", "-mtls-dialect=gnu2"]
    case .initialExec: ["-ftls-model=initial-exec"]
    }
  }

  /// The relocation by which it reaches a variable of another file.
  var relocation: String {
    switch self {
    case .generalDynamic: "DTPMOD64"
    case .descriptors: "TLSDESC"
    case .initialExec: "TPOFF64"
    }
  }
}

@Suite struct ThreadLocalTests {
  static let hostSource = """
    #include <stdio.h>
    __thread int shared_value = 1;
    __thread int kept_value = 7;
    int library_value(void), library_kept(void), report(void);
    int report(void) {
      printf("own %d library %d kept %d\\n", shared_value, library_value(), library_kept());
      return 0;
    }

    """
  static let librarySource = """
    __thread int shared_value = 2;
    extern __thread int kept_value;
    int library_value(void) { return shared_value; }
    int library_kept(void) { return kept_value; }

    """

  @Test(arguments: Linker.allCases, ThreadLocalAccess.allCases)
  func aLibraryGetsItsOwnVariable(_ linker: Linker, _ access: ThreadLocalAccess) throws {
    for product in Product.allCases {
      let copies = try TwoCopies(
        in: try Workshop(linker), as: product, access.options,
        hostSource: Self.hostSource, librarySource: Self.librarySource)
      let uses = try relocatedNames(access.relocation, in: copies.library)
      #expect(uses.isSuperset(of: ["shared_value", "kept_value"]))
      #expect(try output(of: copies.program) == "own 1 library 1 kept 7\n")

      try demote(in: copies.host, "--demote=shared_value")

      #expect(try output(of: copies.program) == "own 1 library 2 kept 7\n")
      let entries = try dynamicSymbols(copies.host)
      #expect(try isDemoted("shared_value", in: copies.host, visibility: "DEFAULT"))
      #expect(entries.first { $0.name == "shared_value" }?.type == "TLS")
      #expect(entries.first { $0.name == "kept_value" }?.isLocal == false)
    }
  }
}
