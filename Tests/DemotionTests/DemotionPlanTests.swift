// The recipe, table by table, on an image in memory.

import Demotion
import ELFCodec
import ELFModel
import TestSupport
import Testing

@Suite struct DemotionPlanTests {
  let before: DynamicImage
  let bytes: [UInt8]

  init() throws {
    bytes = try Fixture.library.get().bytes
    before = try decode(bytes)
  }

  private func index(_ name: String, in image: DynamicImage) throws -> SymbolIndex {
    try #require(
      image.symbolIndices.first {
        Array(image.name(of: $0)) == Array(name.utf8) && !image[$0].isUndefined
      })
  }

  private func demoting(_ names: String...) throws -> DynamicImage {
    let indices = try names.map { try index($0, in: before) }
    return DemotionPlan(demoting: SymbolSet(indices), in: before).applied(to: before)
  }

  @Test func nothingToDemoteChangesNothing() {
    #expect(DemotionPlan(demoting: [], in: before).applied(to: before) == before)
  }

  @Test func demotedSymbolsBecomeLocalAndKeepEverythingElse() throws {
    let after = try demoting("first", "counter")
    for name in ["first", "counter"] {
      let (old, new) = (before[try index(name, in: before)], after[try index(name, in: after)])
      #expect(new.isLocal && !old.isLocal)
      #expect(new.type == old.type && new.value == old.value && new.size == old.size)
      #expect(new.sectionIndex == old.sectionIndex && new.other >> 2 == old.other >> 2)
    }
    #expect(!after[try index("second", in: after)].isLocal)
  }

  @Test func onlyWhatAJumpSlotNamesIsHidden() throws {
    let after = try demoting("first", "counter", "guarded")
    #expect(before.jumpSlotSymbols.contains(try index("first", in: before)))
    #expect(after[try index("first", in: after)].visibility == .hidden)
    #expect(after[try index("counter", in: after)].visibility == .default)
    #expect(before[try index("guarded", in: before)].visibility == .protected)
    #expect(after[try index("guarded", in: after)].visibility == .default)
  }

  @Test func localsComeFirstAndTheSectionHeaderSaysSo() throws {
    let after = try demoting("first", "third")
    let locals = after.symbols.table.prefix { $0.isLocal }.count
    #expect(after.symbols.table.dropFirst(locals).allSatisfy { !$0.isLocal })
    let sections = try #require(after.sections?.table)
    #expect(sections.headers[try #require(sections.dynamicSymbols)].info == UInt32(locals))
  }

  @Test func versionsMoveAlongAndLocalsHaveNone() throws {
    let after = try demoting("first")
    #expect(try #require(after.versions).table[try index("first", in: after).position] == .local)
    #expect(SymbolNaming(after).versionedName(of: try index("second", in: after)) == "second@@V2")
    #expect(SymbolNaming(before).versionedName(of: try index("first", in: before)) == "first@@V1")
  }

  @Test func relocationsMeanTheSameSymbols() throws {
    let after = try demoting("first", "weak_one", "per_thread")
    for (old, new) in zip(before.relocations, after.relocations) {
      #expect(old.region == new.region)
      for (first, second) in zip(old.table.symbolic, new.table.symbolic) {
        #expect(before.name(of: first.symbol) == after.name(of: second.symbol))
        #expect(first.type == second.type && first.record == second.record)
      }
    }
    #expect(
      after.relocations.flatMap(\.table.symbolic) != before.relocations.flatMap(\.table.symbolic))
  }

  @Test func anEmptiedTableStillTellsTheNumberOfSymbols() throws {
    let all = before.symbolIndices.filter { !before[$0].isLocal && !before[$0].isUndefined }
    let after = DemotionPlan(demoting: SymbolSet(all), in: before).applied(to: before)
    let table = try #require(after.gnuHash?.table)
    #expect(table.chains.isEmpty && table.symbolOffset == UInt32(after.symbols.table.count))
    #expect(table.buckets.count == before.gnuHash?.table.buckets.count)
    #expect(table.buckets.allSatisfy { $0 == 0 } && table.bloom.allSatisfy { $0 == 0 })
    #expect(after.sysvHash?.table.chains.count == after.symbols.table.count)
    #expect(after.sysvHash?.table.buckets.isEmpty == false)
    let sections = try #require(after.sections?.table)
    let header = sections.headers[try #require(sections.firstIndex(of: .gnuHash))]
    // Debug files split off before know the section by its size.
    #expect(header.size == UInt64(try #require(before.gnuHash).region.byteCount))
    #expect(header.size > UInt64(table.byteCount(in: .elf64)))
  }

  @Test func theSlackOfAShorterTableIsZeroed() throws {
    let after = try demoting("first", "second", "third")
    let edits = try encode(after, over: before, in: bytes)
    let (old, new) = (try #require(before.gnuHash).region, try #require(after.gnuHash).region)
    #expect(new.byteCount == old.byteCount - 12)
    let edited = EditedSource(bytes, edits: edits)
    #expect(
      try edited.bytes(in: new.range.upperBound..<old.range.upperBound).allSatisfy { $0 == 0 })
    #expect(try decode(edited) == after)
  }

  @Test func aSecondPlanFindsNothingLeftToMove() throws {
    let after = try demoting("first", "second")
    #expect(DemotionPlan(demoting: [], in: after).applied(to: after) == after)
    let again = DemotionPlan(demoting: [try index("third", in: after)], in: after).applied(
      to: after)
    let once = try demoting("first", "second", "third")
    #expect(
      Set(again.exports.map { Array(again.name(of: $0)) })
        == Set(once.exports.map { Array(once.name(of: $0)) }))
  }

  @Test func whatCannotBeDemotedIsABugOfTheCaller() async {
    await #expect(processExitsWith: .failure) {
      let image = try decode(try Fixture.library.get().bytes)
      let undefined = image.symbolIndices.filter { image[$0].isUndefined }
      _ = DemotionPlan(demoting: SymbolSet(undefined), in: image)
    }
  }
}
