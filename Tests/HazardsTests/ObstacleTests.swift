// Whatever may hold symbol indices and is not understood stands in the way; what is known does
// not.

import ELFCodec
import ELFModel
import Foundation
import Hazards
import TestSupport
import Testing

@Suite struct ObstacleTests {
  /// The fixture with the dynamic entry `tag` added in place of a DT_NULL.
  private func fixture(with tag: Int64) throws -> DynamicImage {
    var bytes = try Fixture.library.get().bytes
    let region = try decode(bytes).dynamic.region
    let place = region.offset + region.byteCount - 16
    for byte in 0..<8 { bytes[place + byte] = UInt8(truncatingIfNeeded: tag >> (8 * Int64(byte))) }
    return try decode(bytes)
  }

  @Test(
    arguments: [
      (0x6fff_fef5 + 1, nil), (0x6fff_fffb, nil), (0x7fff_ffff, nil), (37, nil), (0x7000_0001, nil),
      (34, "symbol-holder"), (0x6fff_feff, "symbol-holder"), (0x6fff_fefe, "symbol-holder"),
      (0x6fff_fdf5, "prelinked"), (0x6fff_fef8, "prelinked"), (0x6fff_fef9, "prelinked"),
      (0x6fff_fdf8, "prelinked"), (0x6000_0010, "bionic"), (0x6000_0012, "bionic"),
      (0x6fff_e000, "bionic"), (0x6fff_e005, "bionic"), (0x6000_0013, "unknown-tag"),
      (0x6fff_e006, "unknown-tag"), (38, "packed-relocations"), (39, "unknown-tag"),
      (0x4000_0026, "packed-relocations"), (0x4000_0027, "unknown-tag"),
      (0x7000_0013, "unknown-tag"),
    ] as [(Int64, String?)])
  func dynamicTags(_ tag: Int64, _ expected: String?) throws {
    #expect(try fixture(with: tag).obstacles.map(\.id) == (expected.map { [$0] } ?? []))
  }

  /// The fixture with its last section header made another.
  private func fixture(_ change: (inout SectionTable, Int) -> Section) throws -> DynamicImage {
    var image = try decode(try Fixture.library.get().bytes)
    #expect(image.obstacles.isEmpty)
    var sections = try #require(image.sections)
    let last = sections.table.headers.count - 1
    sections.table.headers[last] = change(&sections.table, last)
    image.sections = sections
    return image
  }

  /// SHF_LINK_ORDER says that a link is an order, but not of sections made to hold symbols.
  @Test(
    arguments: [
      (18, 0, "unknown-section"), (18, 0x80, "unknown-section"), (1, 0, "unknown-section"),
      (0x4000_0014, 0, "packed-relocations"), (0x4000_0014, 0x80, "packed-relocations"),
      (20, 0, "packed-relocations"), (0x4000_0013, 0, "unknown-section"), (1, 0x80, nil),
      (7, 0x80, nil), (4, 0, nil), (0x13, 2, nil), (0x6fff_ff00, 2, nil),
      (0x15, 2, "unknown-section"), (0x6fff_ff01, 2, "unknown-section"),
    ] as [(UInt32, UInt64, String?)])
  func sectionsLinkedToTheSymbols(_ type: UInt32, _ flags: UInt64, _ obstacle: String?) throws {
    let image = try fixture { sections, last in
      Section(
        nameOffset: 0, type: type, flags: flags, address: 0, offset: sections.headers[last].offset,
        size: 0, link: UInt32(sections.dynamicSymbols ?? 0), info: 0, alignment: 4, entrySize: 4)
    }
    #expect(image.obstacles.map(\.id) == [obstacle].compactMap { $0 })
  }

  @Test(arguments: [SectionType.dynamicSymbols, .gnuHash, .sysvHash, .versions])
  func tablesWithTwoHeaders(_ type: SectionType) throws {
    let image = try fixture { sections, _ in
      sections.headers[sections.firstIndex(of: type) ?? 0]
    }
    #expect(image.obstacles.map(\.id) == ["duplicate-section"])
  }

  /// Names that somebody else reads cannot be taken away.
  @Test func aRemovalWantsItsNamesForItself() throws {
    #expect(try decode(try Fixture.library.get().bytes).removalObstacles.isEmpty)
    let foreign = try fixture { sections, last in
      let symbols = sections.headers[sections.dynamicSymbols ?? 0]
      return Section(
        nameOffset: 0, type: 2, flags: 0, address: 0, offset: sections.headers[last].offset,
        size: 0, link: symbols.link, info: 0, alignment: 8, entrySize: 24)
    }
    #expect(foreign.removalObstacles.map(\.id) == ["shared-names"])
    #expect(foreign.obstacles.isEmpty)
  }

  /// A word of a table would be one of the program's once the table is shorter.
  @Test func aConversionWantsNoRelocationInATable() throws {
    var image = try decode(try Fixture.library.get().bytes)
    #expect(image.conversionObstacles.isEmpty)
    let table = try #require(
      image.relocations.firstIndex { $0.table.isLoaded && !$0.table.symbolic.isEmpty })
    let names = try #require(image.dynamic.table[.strings])
    let hash = try #require(image.dynamic.table[.gnuHash])
    for (offset, isInATable) in [
      (names, true), (names + 3, true),
      (hash + UInt64(image.gnuHash?.region.byteCount ?? 0) - 1, true),
      (0, false), (UInt64.max, false), (UInt64(Int.max), false),
    ] {
      let old = image.relocations[table].table.symbolic[0]
      image.relocations[table].table.symbolic[0] = Relocation(
        record: old.record, type: old.type, symbol: old.symbol, offset: offset, addend: old.addend)
      #expect(
        image.conversionObstacles.map(\.id) == (isInATable ? ["relocated-table"] : []), "\(offset)")
      #expect(image.obstacles.isEmpty)
    }
  }

  /// One of the three that say how many symbols there are is enough.
  @Test(arguments: [[], ["sections"], ["hash"], ["gnu"]])
  func filesThatNothingCounts(_ kept: [String]) throws {
    var image = try decode(try Fixture.library.get().bytes)
    if !kept.contains("sections") { image.sections = nil }
    if !kept.contains("hash") { image.sysvHash = nil }
    if !kept.contains("gnu") { image.gnuHash = nil }
    #expect(image.obstacles.map(\.id) == (kept.isEmpty ? ["uncounted-symbols"] : []))
  }

  @Test(arguments: CrossTarget.all) func machinesThatMisreadLocalSymbols(_ target: CrossTarget)
    throws
  {
    let folder = try TemporaryFolder()
    let file = try target.library(in: folder, hashStyle: .gnu)
    let image = try decode([UInt8](try Data(contentsOf: file)))
    let unfit = target.isUnfit ? [Obstacle.machine] : []
    #expect(
      image.obstacles.map(\.id) == (target.needsConversion ? [Obstacle.omittedValue] : unfit))
    #expect(image.obstacles(converting: true).map(\.id) == unfit)
  }
}
