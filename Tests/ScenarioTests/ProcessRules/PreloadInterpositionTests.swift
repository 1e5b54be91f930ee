// `preload-interposition`: what LD_PRELOAD replaces is found by name, and a demoted name is not
// found (ld.so(8), LD_PRELOAD).

import Foundation
import TestSupport
import Testing

@Suite struct PreloadInterpositionTests {
  private let workshop: Workshop
  private let library: URL
  private let shim: URL

  init() throws {
    workshop = try Workshop()
    library = try workshop.library(
      "libwork.so",
      """
      __attribute__((noipa)) int work(void) { return 1; }
      __attribute__((noipa)) int other_work(void) { return 1; }
      int library_work(void) { return work() * 10 + other_work(); }
      """)
    shim = try workshop.library("shim.so", "int work(void) { return 9; }\n")
  }

  private static let main = """
    #include <stdio.h>
    int library_work(void);
    int main(void) { printf("%d\\n", library_work()); }
    """

  private func play(_ program: URL) throws -> String {
    try output(of: program, environment: ["LD_PRELOAD": shim.path])
  }

  /// The library's own calls go past the shim from then on.
  @Test func aLibraryThatIsReplacedIsWarnedOf() throws {
    let program = try workshop.program(Self.main, needing: [library])
    #expect(try play(program) == "91\n")
    let options = ["--in=\(program.path)", "--demote=*work", library.path]
    let keep = ["--keep=library_work"]
    let plan = try Plan(["--preload=\(shim.path)"] + keep + options)
    #expect(plan.demotes("work") && plan.demotes("other_work"))
    // The closest that it must be silent about: what the shim does not define, and any function
    // without the shim.
    #expect(plan.names(ofWhich: "preload-interposition") == ["work"])
    #expect(try Plan(keep + options).names(ofWhich: "preload-interposition") == nil)
    try mustRun(toolPath, ["apply"] + keep + options)
    #expect(try play(program) == "11\n")
  }

  /// A program's definition goes before any shim's; without it, the shim's turn has come.
  @Test func aProgramThatStoodBeforeAShimIsWarnedOf() throws {
    let program = try workshop.program(
      Self.main + "int work(void) { return 3; }\n", needing: [library])
    #expect(try play(program) == "31\n")
    let plan = try Plan("--preload=\(shim.path)", "--demote=work", program.path)
    #expect(plan.demotes("work"))
    #expect(plan.names(ofWhich: "preload-interposition") == ["work"])
    #expect(
      try Plan("--demote=work", program.path).names(ofWhich: "preload-interposition") == nil)
    try mustRun(toolPath, ["apply", "--demote=work", program.path])
    #expect(try play(program) == "91\n")
  }
}
