// Local symbols that nothing names leave the table, and the names that only they had leave `.dynstr`.

import Demotion
import ELFCodec
import ELFModel
import Foundation
import TestSupport
import Testing
import Verification

@Suite struct SymbolRemovalTests {
  static let targets = RelocationConversionTests.targets

  /// `library` after a removal, encoded.
  private func removed(_ library: ConvertedLibrary) throws -> (DynamicImage, [UInt8]) {
    let after = SymbolRemoval(from: library.after).applied(to: library.after)
    let edits = try encode(
      after, over: library.before, in: library.bytes, converting: library.conversion.converted)
    let bytes = library.bytes
    return (after, try EditedSource(bytes, edits: edits).bytes(in: 0..<bytes.count))
  }

  @Test(arguments: targets, HashStyle.allCases)
  func whatNothingNamesIsGone(_ target: CrossTarget, _ style: HashStyle) throws {
    let folder = try TemporaryFolder()
    let library = try ConvertedLibrary(
      try target.library(in: folder, hashStyle: style)
    ) { $0 != "second" }
    let (after, bytes) = try removed(library)
    #expect(after.symbols.table.count < library.before.symbols.table.count)
    #expect(after.versions?.table.count == after.symbols.table.count)
    #expect(try decode(bytes) == after)
    #expect(try library.problems(bytes) == [])
    let names = Set(after.symbolIndices.map { String(decoding: after.name(of: $0), as: UTF8.self) })
    #expect(names.contains("second") && names.contains("imported"))
    #expect(!names.contains("counter") && !names.contains("per_thread"))
    // No reader finds the name in the file's string table, by whatever way.
    let text = String(decoding: after.strings.table.bytes, as: UTF8.self)
    #expect(!text.contains("counter") && text.contains("second"))
    #expect(String(decoding: library.before.strings.table.bytes, as: UTF8.self).contains("counter"))
  }

  @Test(arguments: targets) func withoutSectionHeadersTheCountIsFound(_ target: CrossTarget) throws
  {
    let folder = try TemporaryFolder()
    let library = try ConvertedLibrary(try target.library(in: folder)) { $0 != "second" }
    var (after, bytes) = try removed(library)
    // e_shoff, e_shnum and e_shstrndx.
    let isWide = after.header.fileClass == .elf64
    for place in isWide ? Array(40..<48) + Array(60..<64) : Array(32..<36) + Array(48..<52) {
      bytes[place] = 0
    }
    let found = try decode(bytes)
    after.sections = nil
    #expect(found.symbols == after.symbols && found.sysvHash == after.sysvHash)
  }

  @Test func whatARelocationNamesStays() throws {
    let library = try ConvertedLibrary(Fixture.library.get().file)
    let (after, _) = try removed(library)
    let removal = SymbolRemoval(from: library.after)
    let slots = library.after.jumpSlotSymbols
    #expect(slots.contains { library.after[$0].isLocal })
    #expect(removal.removed.allSatisfy { !slots.contains($0) })
    #expect(after.symbolIndices.contains { after[$0].isLocal })
    #expect(SymbolRemoval(from: after).removed.isEmpty)
  }

  @Test func nothingLocalNothingRemoved() throws {
    let image = try decode(try Fixture.library.get().bytes)
    let removal = SymbolRemoval(from: image)
    #expect(removal.removed.isEmpty)
    #expect(removal.applied(to: image) == image)
  }

  /// Damage after a removal, and the check that notices.
  @Test func aWrongRemovalIsNoticed() throws {
    let library = try ConvertedLibrary(Fixture.library.get().file) { $0 != "second" }
    let (after, bytes) = try removed(library)
    #expect(try library.problems(bytes) == [])
    func checks(_ image: DynamicImage) -> Set<String> {
      Set(
        verify(image, against: library.before, intended: nil, latitude: .all).map(\.check))
    }
    #expect(checks(after).isEmpty)

    var lost = after
    let strings = after.strings.table.bytes
    let place = try #require(
      after.nameOffsetsBesideSymbols.first { strings[Int($0)] != 0 }.map(Int.init))
    var scrubbed = strings
    scrubbed[place] = 0
    lost.strings.table = try #require(StringTable(scrubbed))
    #expect(checks(lost).contains("names"))

    var withoutImport = after
    let gone = try #require(after.symbolIndices.first { after[$0].isUndefined })
    withoutImport.symbols = Placed(
      after.symbols.table.enumerated().filter { $0.offset != gone.position }.map(\.element),
      in: after.symbols.region)
    #expect(checks(withoutImport).contains("symbol-changes"))

    var longer = after
    let entry = try #require(after.dynamic.table.firstIndex { $0.tag == .needed })
    longer.dynamic.table[entry] = DynamicEntry(tag: .needed, value: 1)
    #expect(checks(longer).contains("frame"))

    // Without the latitude none of it passes.
    #expect(!verify(after, against: library.before, intended: nil).isEmpty)
  }
}
