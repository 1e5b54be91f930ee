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
      (0x6fff_fdf5, "prelinked"), (0x6fff_fef8, "prelinked"), (0x6000_000f, "unknown-tag"),
      (0x6000_0011, "unknown-tag"), (38, "unknown-tag"), (0x4000_0026, "unknown-tag"),
      (0x7000_0013, "unknown-tag"),
    ] as [(Int64, String?)])
  func dynamicTags(_ tag: Int64, _ expected: String?) throws {
    #expect(try fixture(with: tag).obstacles.map(\.id) == (expected.map { [$0] } ?? []))
  }

  @Test func sectionsLinkedToTheSymbols() throws {
    var image = try decode(try Fixture.library.get().bytes)
    #expect(image.obstacles.isEmpty)
    var sections = try #require(image.sections)
    let dynamicSymbols = try #require(sections.table.dynamicSymbols)
    let last = sections.table.headers.count - 1
    let old = sections.table.headers[last]
    sections.table.headers[last] = Section(
      nameOffset: old.nameOffset, type: 18, flags: 0, address: 0, offset: old.offset,
      size: old.size, link: UInt32(dynamicSymbols), info: 0, alignment: 4, entrySize: 4)
    image.sections = sections
    #expect(image.obstacles.map(\.id) == ["unknown-section"])
  }

  @Test(arguments: CrossTarget.all) func machinesWithoutProof(_ target: CrossTarget) throws {
    let folder = try TemporaryFolder()
    let file = try target.library(in: folder, hashStyle: .gnu)
    let image = try decode([UInt8](try Data(contentsOf: file)))
    let isProven = target.triple.hasPrefix("x86_64")
    #expect(image.obstacles.contains { $0.id == Obstacle.unprovenMachine } != isProven)
  }
}
