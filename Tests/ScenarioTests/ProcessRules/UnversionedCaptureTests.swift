// `unversioned-capture`: a definition without a version answers references to any (glibc
// elf/dl-lookup.c `check_match`), and was perhaps meant to.

import Foundation
import TestSupport
import Testing

@Suite struct UnversionedCaptureTests {
  private func program(_ workshop: Workshop, libraryOptions: [String], _ options: [String] = [])
    throws -> URL
  {
    let library = try workshop.library("libreal.so", TwoCopies.librarySource, libraryOptions)
    return try workshop.program(
      TwoCopies.hostSource + TwoCopies.mainSource, needing: [library], options)
  }

  @Test func referencesToAVersionAreWarnedOf() throws {
    let workshop = try Workshop()
    let versions = try workshop.script("V1 { global: shared_function; };", named: "versions")
    let program = try program(workshop, libraryOptions: [versions])
    #expect(try output(of: program) == TwoCopies.captured)
    let plan = try Plan("--demote=shared_*", program.path)
    // The closest that it must be silent about: the library's other name, which has no version.
    #expect(plan.processes.first?.kinds("shared_data") == ["moved"])
    #expect(plan.names(ofWhich: "unversioned-capture") == ["shared_function"])
    try mustRun(toolPath, ["apply", "--demote=shared_*", program.path])
    #expect(try output(of: program) == TwoCopies.separate)
  }

  /// A definition of the same version is no accident of that kind.
  @Test func aDefinitionWithTheVersionIsNot() throws {
    let workshop = try Workshop()
    let versions = try workshop.script("V1 { global: shared_function; };", named: "versions")
    let program = try program(workshop, libraryOptions: [versions], [versions])
    let plan = try Plan("--demote=shared_function", program.path)
    #expect(plan.demotes("shared_function"))
    #expect(plan.processes.first?.kinds("shared_function") == ["moved"])
    #expect(plan.names(ofWhich: "unversioned-capture") == nil)
  }
}
