// A relocation section that no dynamic entry names still holds symbol indices, if it is linked to
// `.dynsym`; linked to another table, as `--emit-relocs` links to `.symtab`, it holds others.

import Demotion
import ELFCodec
import ELFModel
import TestSupport
import Testing

@Suite struct LinkedSectionTests {
  /// The fixture with one RELA record against its last symbol at its end, in a section that is not
  /// loaded and whose header is that of `.comment`, linked to the section that `link` chooses.
  /// `offset` places it elsewhere, `isLoaded` claims that it is part of the program.
  private func fixture(
    linkedTo link: (SectionTable) -> Int, at offset: Int? = nil, isLoaded: Bool = false
  ) throws -> [UInt8] {
    var bytes = try Fixture.library.get().bytes
    let image = try decode(bytes)
    let sections = try #require(image.sections)
    let comment = try #require(
      sections.table.headers.indices.first { sections.table.name(of: $0) == ".comment" })
    func little(_ value: Int, _ size: Int) -> [UInt8] {
      (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    let end = bytes.count
    let last = image.symbols.table.count - 1
    bytes += little(0, 8) + little(last << 32 | 1, 8) + little(0, 8)
    let header = sections.region.offset + comment * 64
    bytes.replaceSubrange(header + 4..<header + 8, with: little(4, 4))
    bytes.replaceSubrange(header + 8..<header + 16, with: little(isLoaded ? 2 : 0, 8))
    bytes.replaceSubrange(header + 16..<header + 24, with: little(isLoaded ? offset ?? 0 : 0, 8))
    bytes.replaceSubrange(header + 24..<header + 32, with: little(offset ?? end, 8))
    bytes.replaceSubrange(header + 32..<header + 40, with: little(24, 8))
    bytes.replaceSubrange(header + 40..<header + 44, with: little(link(sections.table), 4))
    return bytes
  }

  @Test func linkedToTheDynamicSymbolsItIsRenumbered() throws {
    let bytes = try fixture { $0.dynamicSymbols ?? 0 }
    let before = try decode(bytes)
    let table = try #require(before.relocations.firstIndex { $0.table.name == ".comment" })
    let symbol = before.relocations[table].table.symbolic[0].symbol
    let plan = DemotionPlan(demoting: [symbol], in: before)
    let edits = try encode(plan.applied(to: before), over: before, in: bytes)
    let after = try decode(EditedSource(bytes, edits: edits))
    let moved = after.relocations[table].table.symbolic[0].symbol
    #expect(moved != symbol && after.name(of: moved) == before.name(of: symbol))
    #expect(after[moved].isLocal)
  }

  /// The program's own bytes are no relocations, whatever a section header claims.
  @Test(arguments: [true, false]) func bytesOfTheProgramAreNotTaken(_ isLoaded: Bool) throws {
    let image = try decode(try Fixture.library.get().bytes)
    let load = try #require(
      image.segments.first { $0.type == Segment.load && $0.offset == $0.address && $0.offset > 0 })
    #expect(throws: DecodeError.self) {
      _ = try decode(
        try fixture(
          linkedTo: { $0.dynamicSymbols ?? 0 }, at: Int(load.offset), isLoaded: isLoaded))
    }
  }

  @Test func linkedElsewhereItIsNotRead() throws {
    let image = try decode(try fixture { _ in 0 })
    #expect(!image.relocations.contains { $0.table.name == ".comment" })
  }
}
