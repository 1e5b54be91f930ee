// Some names are not bound by libraries but looked up in the program, by the C library, a debugger
// or a collector. libc takes the old stdio when `_IO_stdin_used` is missing (glibc
// libio/oldstdfiles.c, _IO_check_libio).

import Foundation
import TestSupport
import Testing

@Suite struct RuntimeLookupTests {
  @Test(arguments: Linker.allCases, [Product.pie, .fixed])
  func namesThatRuntimesLookUpStay(_ linker: Linker, _ product: Product) throws {
    let workshop = try Workshop(linker)
    let program = try workshop.program(
      "int plain_export(void) { return 0; }\nint main(void) { return 0; }\n", as: product)
    let wanted = try exportedNames(program).intersection([
      "_IO_stdin_used", "data_start", "__data_start", "_end", "_edata", "__bss_start",
    ])
    #expect(wanted.contains("_IO_stdin_used"))
    for name in wanted {
      try expectEnd(
        3, untouched: program, saying: "[runtime-lookup]", "apply", "--demote=\(name)",
        program.path)
    }

    let original = try demote(in: program, "--all")
    #expect(try exportedNames(program) == wanted)
    try mustRun(program.path)

    // Forced, each name that a rule would have kept is listed.
    let forced = try workshop.copy(original, named: "forced")
    let result = try symdemote("apply", "--all", "--force", forced.path)
    #expect(result.status == 0)
    for name in wanted { #expect(result.output.contains(" \(name)  # forced: --all")) }
    #expect(!result.output.contains("plain_export"))
    #expect(try exportedNames(forced) == [])
  }
}
