// Two names for the same bytes. Strings may serve several tables, and relocations of the PLT may be a
// part of DT_RELA (`RelocationTableTests`); but where an edit of one table would be half an edit of
// another, nothing is edited.

import Foundation
import TestSupport
import Testing

@Suite struct SharedTableTests {
  /// The tags of the dynamic section (gABI, "Dynamic Section").
  private enum Tag {
    static let (hash, relaSize, gnuHash) = (4, 8, 0x6fff_fef5)
  }

  @Test func relocationsThatOverlapInPart() throws {
    let copies = try TwoCopies(in: try Workshop(), as: .shared)
    var odd = try OddFile(copies.host)
    odd[try odd.dynamicValue(Tag.relaSize), 8] += 24
    try odd.save()
    try expectEnd(
      2, untouched: copies.host, saying: "DT_JMPREL", "apply", "--demote=shared_*",
      copies.host.path)
    try expectEnd(
      2, untouched: copies.host, saying: "it overlaps a part of DT_RELA", "verify",
      copies.host.path)
  }

  @Test func hashTablesAtTheSamePlace() throws {
    let copies = try TwoCopies(in: try Workshop(), as: .shared, ["-Wl,--hash-style=both"])
    var odd = try OddFile(copies.host)
    let place = try odd.dynamicValue(Tag.hash)
    let old = odd[place, 8]
    odd[place, 8] = odd[try odd.dynamicValue(Tag.gnuHash), 8]
    try odd.save()
    let result = try expectEnd(
      2, untouched: copies.host, "apply", "--demote=shared_*", copies.host.path)
    #expect(["overlaps", "hash"].contains { result.errors.contains($0) }, "\(result.errors)")
    odd[place, 8] = old
    try odd.save()
    try demote(in: copies.host, "--demote=shared_*")
  }

  /// Strings are only read, so section names may be those of the symbols.
  @Test func stringsThatServeTwoTables() throws {
    let copies = try TwoCopies(in: try Workshop(), as: .shared)
    var odd = try OddFile(copies.host)
    odd.sectionNames = try #require(
      try sections(copies.host).firstIndex { $0.name == ".dynstr" })
    try odd.save()
    #expect(try output(of: copies.program) == TwoCopies.captured)
    try demote(in: copies.host, "--demote=shared_*")
    #expect(try output(of: copies.program) == TwoCopies.separate)
  }
}
