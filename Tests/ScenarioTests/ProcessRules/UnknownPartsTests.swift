// What cannot be found cannot be asked: that is said, and decides nothing.

import Foundation
import TestSupport
import Testing

@Suite struct UnknownPartsTests {
  @Test func aMissingLibraryIsToldAndNoMore() throws {
    let workshop = try Workshop()
    let copies = try TwoCopies(in: workshop, as: .pie)
    let command = ["--demote=shared_function", "--demote=main", copies.program.path]
    let complete = try Plan(command)
    #expect(complete.status == 1)
    #expect(!complete.warnings.contains { $0.contains("is not found") })

    try FileManager.default.removeItem(at: copies.library)
    let plan = try Plan(command)
    #expect(plan.status == 1)
    #expect(plan.demotes("shared_function") && plan.demotes("main"))
    let missing = plan.warnings.filter { $0.contains("is not found") }
    #expect(missing.count == 1)
    #expect(missing.first?.hasPrefix("libreal.so is not found, which ") == true)
    #expect(missing.first?.hasSuffix("is unknown") == true)

    let apply = try run(toolPath, ["apply"] + command)
    #expect(apply.status == 0)
    #expect(apply.errors.contains("warning: libreal.so is not found"))
    #expect(try isDemoted("main", in: copies.program))
    let alone = try run(toolPath, ["plan", "--no-process"] + command)
    #expect(alone.status == 0 && alone.errors == "")
  }

  /// What a library that is there needs is kept although another one is not.
  @Test func whatIsThereIsStillHeard() throws {
    let workshop = try Workshop()
    let lost = try workshop.library("liblost.so", "int lost(void) { return 1; }\n")
    let library = try workshop.library("libreal.so", TwoCopies.librarySource)
    let program = try workshop.program(
      TwoCopies.hostSource + TwoCopies.mainSource, needing: [lost, library])
    try FileManager.default.removeItem(at: lost)
    try expectObjection(of: "needed", to: "kept_callback", in: program)
  }

  /// A library of another machine is no library.
  @Test func anUnusableLibraryIsTold() throws {
    let workshop = try Workshop()
    let copies = try TwoCopies(in: workshop, as: .pie)
    try Data("no ELF file".utf8).write(to: copies.library)
    let plan = try Plan("--demote=main", copies.program.path)
    #expect(plan.status == 1 && plan.demotes("main"))
    #expect(plan.warnings.contains { $0.contains("libreal.so cannot be loaded: ") })
  }
}
