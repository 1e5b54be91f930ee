// A symbol whose section has a number above 0xff00 has SHN_XINDEX for it, and a table beside the
// symbols has the number (gABI, "Symbol Table"; SHT_SYMTAB_SHNDX, DT_SYMTAB_SHNDX). Such a table of
// `.dynsym` would have to be moved along, and no linker writes one: it is an obstacle. One of
// `.symtab` is none.

import Foundation
import TestSupport
import Testing

@Suite struct SectionIndexTests {
  private static let symbolSectionIndices = 18

  @Test(arguments: [".dynsym", ".symtab"])
  func aTableOfSectionIndices(_ symbols: String) throws {
    let copies = try TwoCopies(in: try Workshop(), as: .shared)
    var odd = try OddFile(copies.host)
    let comment = try odd.sectionHeader(".comment")
    let linked = try #require(try sections(copies.host).firstIndex { $0.name == symbols })
    odd[comment + 4, 4] = Self.symbolSectionIndices
    odd[comment + 40, 4] = linked
    try odd.save()
    #expect(try output(of: copies.program) == TwoCopies.captured)
    if symbols == ".symtab" {
      try mustRun(toolPath, ["apply", "--demote=shared_*", copies.host.path])
      #expect(try output(of: copies.program) == TwoCopies.separate)
    } else {
      try expectEnd(
        3, untouched: copies.host, saying: ".comment: a section of type 0x12 is linked to .dynsym",
        "apply", "--demote=shared_*", copies.host.path)
    }
  }

  @Test func aTagForATableOfSectionIndices() throws {
    let copies = try TwoCopies(in: try Workshop(), as: .shared)
    var odd = try OddFile(copies.host)
    let dynamic = try #require(try section(".dynamic", of: copies.host)).range
    let end = try #require(
      stride(from: dynamic.lowerBound, to: dynamic.upperBound, by: 16).first { odd[$0, 8] == 0 })
    odd[end, 8] = 34  // DT_SYMTAB_SHNDX
    try odd.save()
    try expectEnd(
      3, untouched: copies.host, saying: "[symbol-holder]", "apply", "--demote=shared_*",
      copies.host.path)
    odd[end, 8] = 0
    try odd.save()
    try demote(in: copies.host, "--demote=shared_*")
  }
}
