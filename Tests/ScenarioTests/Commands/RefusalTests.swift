// A rule that speaks against a name makes an exact request refuse (exit 3) and a pattern leave the
// name out; `--force` lifts that, and lists what it overrode. What no table could express stays in
// any case, and so does a file that holds symbol indices nobody here understands.

import Foundation
import TestSupport
import Testing

@Suite struct RefusalTests {
  private let name = "_IO_stdin_used"

  @Test func anExactNameIsRefusedAndAPatternLeavesItOut() throws {
    let specimen = try Specimen()
    let program = try specimen.program()
    let refusal = try expectEnd(
      3, untouched: program, saying: "\(name) must stay exported", "apply",
      "--demote=\(name)", "--demote=main", program.path)
    #expect(refusal.errors.contains("[runtime-lookup]"))
    #expect(refusal.errors.contains("--force"))
    let kept = try symdemote("apply", "--demote=_IO_*", "--demote=main", program.path)
    #expect(kept.status == 0)
    #expect(kept.output.contains("kept by runtime-lookup"))
    #expect(kept.output.contains(name))
    #expect(try isDemoted("main", in: program))
    #expect(try exportedNames(program).contains(name))
  }

  @Test(arguments: ["--demote=_IO_stdin_used", "--demote=_IO_*", "--all"])
  func forceLiftsEveryRefusal(_ selection: String) throws {
    let specimen = try Specimen()
    let program = try specimen.program()
    let result = try symdemote("apply", "--force", selection, program.path)
    #expect(result.status == 0)
    #expect(result.output.contains("\(name)  # forced: \(selection) over runtime-lookup"))
    #expect(try isDemoted(name, in: program))
  }

  @Test func whatTheFileOnlyRefersToStays() throws {
    let workshop = try Workshop()
    let source = "int puts(const char *);\nint report(void) { return puts(\"\"); }\n"
    let file = try workshop.library("libputs.so", source)
    try expectEnd(
      3, untouched: file, saying: "[undefined]", "apply", "--demote=puts", file.path)
    try expectEnd(0, untouched: file, "apply", "--demote=puts", "--force", file.path)
    try demote(in: file, "--all", "--force")
    #expect(try dynamicSymbols(named: "puts", in: file).allSatisfy { !$0.isLocal })
    #expect(try isDemoted("report", in: file))
  }

  @Test(arguments: [
    (0x6fff_fdf5, "prelinked"), (0x6fff_fef8, "prelinked"), (0x6fff_fef9, "prelinked"),
    (0x6fff_feff, "symbol-holder"), (0x4000_0026, "packed-relocations"),
    (0x6000_0012, "bionic"), (0x7000_0077, "unknown-tag"), (0x6000_0042, "unknown-tag"),
  ])
  func aTagThatMayHoldSymbolIndicesIsRefused(_ tag: Int, _ obstacle: String) throws {
    let specimen = try Specimen()
    let table = try sectionWords(".dynamic", of: specimen.file, as: UInt64.self)
    // The first of the empty entries at the end of the table.
    let end = try #require(
      stride(from: 0, to: table.count, by: 2).first { table[$0] == 0 && table.count > $0 + 3 })
    let offset = try #require(try section(".dynamic", of: specimen.file)).offset + end * 8
    let bytes = withUnsafeBytes(of: UInt64(tag).littleEndian, Array.init)
    try overwrite(specimen.file, at: offset, with: bytes)
    try expectEnd(
      3, untouched: specimen.file, saying: "[\(obstacle)]", "apply", "--all", specimen.path)
    try overwrite(specimen.file, at: offset, with: [UInt8](repeating: 0, count: 8))
    try demote(in: specimen.file, "--all")
  }
}
