// `shared-data`: a variable that two objects had in common, and of which each has its own afterwards.

import Foundation
import TestSupport
import Testing

@Suite struct SharedDataTests {
  @Test(arguments: ["", "__thread "])
  func whatAnotherObjectTookIsWarnedOf(_ storage: String) throws {
    let workshop = try Workshop()
    let library = try workshop.library(
      "libcount.so",
      """
      \(storage)int count = 0;
      void library_step(void) { count++; }
      """)
    let program = try workshop.program(
      """
      #include <stdio.h>
      void library_step(void);
      \(storage)int count = 0;
      \(storage)int own = 0;
      int main(void) { library_step(); own++; printf("%d %d\\n", count, own); }
      """, needing: [library])
    #expect(try output(of: program) == "1 1\n")
    let plan = try Plan("--demote=count", "--demote=own", "--demote=main", program.path)
    #expect(plan.status == 1 && plan.demotes("count") && plan.demotes("own"))
    // The closest that it must be silent about: a variable of the program alone.
    #expect(plan.names(ofWhich: "shared-data") == ["count"])
    #expect(plan.warningRules == ["shared-data"])
    #expect(try Plan("--no-process", "--demote=count", program.path).warnings == [])
    try mustRun(toolPath, ["apply", "--demote=count", program.path])
    #expect(try output(of: program) == "0 1\n")
  }

  /// A function is none, however much it is shared.
  @Test func functionsAreNoData() throws {
    let copies = try TwoCopies(in: try Workshop(), as: .pie)
    let plan = try Plan("--demote=shared_*", copies.program.path)
    #expect(plan.processes.first?.kinds("shared_function") == ["moved"])
    #expect(plan.names(ofWhich: "shared-data") == ["shared_data"])
    try mustRun(toolPath, ["apply", "--demote=shared_*", copies.program.path])
    #expect(try output(of: copies.program) == TwoCopies.separate)
  }

  /// The same from the other side: the library used the program's, and keeps to its own.
  @Test func whatTheFileTookIsWarnedOf() throws {
    let copies = try TwoCopies(in: try Workshop(), as: .pie)
    let option = "--in=\(copies.program.path)"
    let plan = try Plan(option, "--demote=shared_data", copies.library.path)
    #expect(plan.demotes("shared_data"))
    #expect(plan.names(ofWhich: "shared-data") == ["shared_data"])
    let function = try Plan(option, "--demote=shared_function", copies.library.path)
    #expect(function.demotes("shared_function") && function.names(ofWhich: "shared-data") == nil)
    try mustRun(toolPath, ["apply", option, "--demote=shared_data", copies.library.path])
    #expect(try output(of: copies.program) == "own 1 1 library 1 2 callback 7\n")
  }
}
