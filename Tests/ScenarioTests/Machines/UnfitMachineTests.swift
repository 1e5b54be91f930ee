// Machines that are not edited: status 2, with the reason, whatever is asked and whether forced or
// not. Other commands read their files.

import Foundation
import TestSupport
import Testing

@Suite struct UnfitMachineTests {
  @Test(arguments: [
    ("mips-linux-gnu", "mips: the order of its symbols"),
    ("mips64el-linux-gnuabi64", "mips64: the order of its symbols"),
    ("sparc64-linux-gnu", "sparc64: its loader leaves out the value"),
    ("riscv32-linux-gnu", "no demoted file for riscv32 has been run"),
  ])
  func librariesOfTheirLinkers(_ triple: String, _ reason: String) throws {
    let folder = try TemporaryFolder()
    let file = try CrossTarget.named(triple).library(in: folder)
    try expectUnfit(file, reason)
    let exports = try mustRun(toolPath, ["exports", file.path])
    #expect(exports.contains("first@@V1") && exports.contains("0 demotable"))
    try mustRun(toolPath, ["verify", file.path])
  }

  /// Where no linker is at hand, the machine of another file is made theirs.
  @Test(arguments: [
    ("i386-linux-gnu", 2, "sparc: its loader leaves out the value"),
    ("i386-linux-gnu", 18, "sparc: its loader leaves out the value"),
    ("i386-linux-gnu", 15, "hppa: its loader takes a local function for a descriptor"),
    ("x86_64-linux-gnu", 50, "no demoted file for ia64 has been run"),
    ("i386-linux-gnu", 4, "no demoted file for m68k has been run"),
    ("i386-linux-gnu", 42, "no demoted file for sh has been run"),
    ("i386-linux-gnu", 22, "no demoted file for s390 has been run"),
    ("i386-linux-gnu", 183, "no demoted file for aarch64 (ILP32) has been run"),
    ("i386-linux-gnu", 258, "no demoted file for loongarch32 has been run"),
    ("x86_64-linux-gnu", 4, "how loaders treat local symbols on m68k is not known"),
    ("x86_64-linux-gnu", 3, "how loaders treat local symbols on machine 3 is not known"),
    ("i386-linux-gnu", 21, "how loaders treat local symbols on machine 21 is not known"),
    ("x86_64-linux-gnu", 0xfff0, "how loaders treat local symbols on machine 65520 is not known"),
  ])
  func filesOfAnotherMachine(_ triple: String, _ machine: Int, _ reason: String) throws {
    let folder = try TemporaryFolder()
    let file = try CrossTarget.named(triple).library(in: folder)
    let own = try Data(contentsOf: file)[18..<20]
    try overwrite(file, at: 18, with: [UInt8(machine & 0xff), UInt8(machine >> 8)])
    try expectUnfit(file, reason)
    try overwrite(file, at: 18, with: Array(own))
    try demote(in: file, "--demote=second")
  }

  private func expectUnfit(
    _ file: URL, _ reason: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    for options in [["apply"], ["apply", "--force"], ["plan"]] {
      let before = try Data(contentsOf: file)
      let result = try run(toolPath, options + ["--all", file.path])
      #expect(result.status == 2, sourceLocation: sourceLocation)
      #expect(result.errors.contains(reason), "\(result.errors)", sourceLocation: sourceLocation)
      // What the machine's own tags mean is not known, so nothing is said of them.
      #expect(
        result.errors.contains("[machine]") && !result.errors.contains("[unknown-tag]"),
        sourceLocation: sourceLocation)
      #expect(try Data(contentsOf: file) == before, sourceLocation: sourceLocation)
    }
  }
}
