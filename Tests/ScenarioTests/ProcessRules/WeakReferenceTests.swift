// `weak-reference`: a library that asks whether somebody has a function does without it when nobody
// has, and says nothing (gABI, "Symbol Table").

import Foundation
import TestSupport
import Testing

@Suite struct WeakReferenceTests {
  private static let library = """
    __attribute__((weak)) int hook(void);
    int library_value(void) { return hook ? hook() : -1; }
    """
  private static let program = """
    #include <stdio.h>
    int library_value(void);
    int hook(void) { return 5; }
    int main(void) { printf("%d\\n", library_value()); }
    """

  @Test func whatWouldBecomeNullIsKept() throws {
    let workshop = try Workshop()
    let library = try workshop.library("libasks.so", Self.library)
    let program = try workshop.program(Self.program, needing: [library])
    #expect(try output(of: program) == "5\n")
    let forced = try expectObjection(of: "weak-reference", to: "hook", in: program)
    #expect(try output(of: forced) == "-1\n")
    let plan = try Plan("--force", "--demote=hook", program.path)
    #expect(plan.processes.first?.kinds("hook") == ["lost"])
  }

  /// The closest that it must be silent about: the reference is as weak, and finds another.
  @Test func whatAnotherHasIsNot() throws {
    let workshop = try Workshop()
    let other = try workshop.library("libother.so", "int hook(void) { return 6; }\n")
    let library = try workshop.library("libasks.so", Self.library)
    let program = try workshop.program(Self.program, needing: [library, other])
    #expect(try output(of: program) == "5\n")
    try expectNoObjection(to: "hook", in: program)
    #expect(try output(of: program) == "6\n")
  }

  /// A waiting slot may be weak, too.
  @Test func aSlotThatWaits() throws {
    let workshop = try Workshop()
    let library = try workshop.library(
      "libasks.so",
      """
      __attribute__((weak)) int hook(void);
      int library_value(void) { return hook(); }
      """, ["-Wl,-z,lazy"])
    let program = try workshop.program(Self.program, needing: [library])
    #expect(try relocatedNames("JUMP_SLO", in: library).contains("hook"))
    try expectObjection(of: "weak-reference", to: "hook", in: program, "--lazy")
  }
}
