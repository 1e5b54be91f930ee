// A mangled name that the demangler does not read is covered by no clause for demangled names: that
// is said, and with --strict an error.

import Foundation
import TestSupport
import Testing

@Suite struct UnreadableNameTests {
  @Test func whatCannotBeDemangledIsSaid() throws {
    let workshop = try Workshop()
    // libiberty reads no name of more than 1,024 bytes.
    let long = "_Z1fv" + String(repeating: "v", count: 1_500)
    let library = try workshop.library(
      "libnames.so", "int _ZN2ns1fEv(void) { return 1; }\nint \(long)(void) { return 2; }\n")
    let words = ["plan", "--all", "--keep-cxx=ns::*", library.path]
    let plan = try run(toolPath, words)
    #expect(plan.status == 1)
    #expect(plan.errors.contains("1 mangled name could not be demangled"))
    let strict = try run(toolPath, words + ["--strict"])
    #expect(strict.status == 2)
    let without = try run(toolPath, ["plan", "--strict", "--all", "--keep=_ZN2ns*", library.path])
    #expect(without.status == 1)
    #expect(without.errors == "")
  }
}
