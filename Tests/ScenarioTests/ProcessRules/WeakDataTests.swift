// `weak-data`: an inline variable is one object in the whole program (Itanium C++ ABI, "Vague
// Linkage"), as long as every file that has it exports it.

import Foundation
import TestSupport
import Testing

@Suite struct WeakDataTests {
  private static let header = """
    #include <cstdio>
    inline int count = 0;
    struct Shared { virtual int value() { return 1; } virtual ~Shared() {} };
    int library_count(Shared *);
    Shared *library_make();

    """
  private static let library =
    header + """
      int library_count(Shared *one) { return count += one->value(); }
      Shared *library_make() { return new Shared; }

      """
  private static let program =
    header + """
      inline int own = 0;
      int main() {
        Shared *one = count ? library_make() : new Shared;
        own++;
        count++;
        int library = library_count(one);
        std::printf("own %d program %d library %d\\n", own, count, library);
      }

      """
  /// As clang compiles them; gcc would make them unique.
  private static let options = ["-fno-gnu-unique"]

  private func program(_ workshop: Workshop) throws -> URL {
    let library = try workshop.library(
      "libcount.so", Self.library, Self.options, sourceName: "library.cc")
    return try workshop.program(
      Self.program, needing: [library], Self.options, sourceName: "program.cc")
  }

  @Test func anInlineVariableThatAnotherHasIsWarnedOf() throws {
    let workshop = try Workshop()
    let program = try program(workshop)
    #expect(try output(of: program) == "own 1 program 2 library 2\n")
    let plan = try Plan("--demote=count", "--demote=own", program.path)
    #expect(plan.demotes("count") && plan.demotes("own"))
    // The closest that it must be silent about: one that no other object has.
    #expect(plan.names(ofWhich: "weak-data") == ["count"])
    // One warning is enough.
    #expect(plan.warningRules == ["weak-data"])
    try mustRun(toolPath, ["apply", "--demote=count", program.path])
    #expect(try output(of: program) == "own 1 program 1 library 1\n")
  }

  /// Vtables are weak data, too, and have a rule of their own.
  @Test func vtablesHaveTheirOwnRule() throws {
    let workshop = try Workshop()
    let program = try program(workshop)
    let plan = try Plan("--force", "--demote=_ZT*", program.path)
    for name in ["_ZTV6Shared", "_ZTI6Shared", "_ZTS6Shared"] {
      #expect(plan.demotes(name) && plan.rule(name) == "shared-type-information")
    }
    #expect(plan.processes.first?.changes.isEmpty == false)
    #expect(plan.warningRules == [])
  }
}
