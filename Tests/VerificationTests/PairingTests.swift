// Entries that are like no other are paired at once, the others one after the other: in either case as
// if unchanged entries had been paired first, then those that are what demotion makes of them, and then
// what is left, each in table order.

import ELFCodec
import ELFModel
import TestSupport
import Testing

@testable import Verification

@Suite struct PairingTests {
  @Test(arguments: 0..<40)
  func entriesThatAreAlikeArePairedInOrder(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let image = try decode(try Fixture.library.get().bytes)
    var before = image
    before.versions = nil
    let kinds: UInt64 = seed.isMultiple(of: 2) ? 4 : 60
    before.symbols.table = [image.symbols.table[0]] + entries(30, of: kinds, &random)
    var after = before
    let changed = before.symbols.table.dropFirst().shuffled(using: &random).map { entry in
      var entry = entry
      if Bool.random(using: &random) { entry.binding = .local }
      if Bool.random(using: &random) { entry.visibility = .hidden }
      return entry
    }
    after.symbols.table = [image.symbols.table[0]] + changed + entries(2, of: kinds, &random)
    let (successors, strangers, alike) = pair(before, after)
    let expected = pairedOneByOne(before, after)
    #expect(before.symbols.table.indices.map { successors[$0] } == expected)
    #expect(!before.jumpSlotSymbols.isEmpty)
    #expect(Set(strangers).isDisjoint(with: expected.compactMap { $0 }))
    #expect(strangers.count + expected.count { $0 != nil } == after.symbols.table.count)
    // Nothing is gone of what is alike, until something is.
    #expect(alike == [])
    after.symbols.table.removeLast(after.symbols.table.count - 10)
    #expect(pair(before, after).alike == entriesOfWhichSomeAreGone(before, after))
  }

  private func entriesOfWhichSomeAreGone(
    _ before: DynamicImage, _ after: DynamicImage
  ) -> SymbolSet {
    let successors = pair(before, after).0
    return SymbolSet(
      before.symbolIndices.filter { index in
        func isAlike(_ other: DynamicSymbol) -> Bool {
          EntryIdentity(other) == EntryIdentity(before[index])
        }
        let alike = before.symbolIndices.filter { isAlike(before[$0]) }
        let left = after.symbolIndices.count { isAlike(after[$0]) }
        return left > 0 && (alike.count > 1 || left > 1)
          && alike.contains { successors[$0.position] == nil }
      })
  }

  private func entries(_ count: Int, of kinds: UInt64, _ random: inout SeededGenerator)
    -> [DynamicSymbol]
  {
    (0..<count).map { _ in
      DynamicSymbol(
        nameOffset: 1, info: .random(in: 0x11...0x12, using: &random), other: 0, sectionIndex: 1,
        value: .random(in: 0..<kinds, using: &random), size: 0)
    }
  }

  /// The same with as many steps as there are pairs.
  private func pairedOneByOne(_ before: DynamicImage, _ after: DynamicImage) -> [SymbolIndex?] {
    var successors = [SymbolIndex?](repeating: nil, count: before.symbols.table.count)
    successors[0] = .null
    var left = Array(after.symbolIndices)
    let boundLazily = before.jumpSlotSymbols
    for likeness in Likeness.allCases {
      for index in before.symbolIndices where successors[index.position] == nil {
        var symbol = before[index]
        if likeness == .visibility {
          symbol.visibility = boundLazily.contains(index) ? .hidden : .default
        }
        let found = left.firstIndex {
          EntryIdentity(after[$0], nil, likeness) == EntryIdentity(symbol, nil, likeness)
        }
        if let found { successors[index.position] = left.remove(at: found) }
      }
    }
    return successors
  }
}
