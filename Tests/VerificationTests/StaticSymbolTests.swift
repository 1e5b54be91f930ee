// The check on `.symtab` passes what the plan makes and fails each way of doing it wrong.

import Demotion
import ELFCodec
import ELFModel
import Foundation
import TestSupport
import Testing
import Verification

@Suite struct StaticSymbolTests {
  private let before: StaticSymbolTable
  private let planned: StaticSymbolTable
  private let original: DynamicImage
  private let image: DynamicImage

  init() throws {
    let folder = try TemporaryFolder()
    let file = try link(
      """
      int counter = 1;
      __attribute__((noipa)) int first(int n) { return n; }
      __attribute__((noipa)) int second(int n) { return first(n) + counter; }
      __attribute__((noipa)) int third(int n) { return second(n) + first(n); }
      """, to: "file", in: folder, as: .shared, ["-Wl,--emit-relocs"])
    let bytes = [UInt8](try Data(contentsOf: file))
    original = try decode(bytes)
    before = try #require(try decodeStaticSymbols(bytes, of: original))
    let demoted = original.exports.filter { [original] in
      ["first", "counter"].contains(String(decoding: original.name(of: $0), as: UTF8.self))
    }
    image = DemotionPlan(demoting: SymbolSet(demoted), in: original).applied(to: original)
    planned = StaticSymbolPlan(hidingLocalsOf: image, in: before).applied(to: before)
  }

  private func isSound(_ change: (inout StaticSymbolTable) throws -> Void) rethrows -> Bool {
    var table = planned
    try change(&table)
    return verify(table, of: image, against: before, of: original).isEmpty
  }

  private func index(_ name: String, in table: StaticSymbolTable) throws -> Int {
    try #require(
      table.symbolIndices.first { table.name(of: $0).elementsEqual(name.utf8) }
    ).position
  }

  @Test func whatIsPlannedPasses() throws {
    #expect(planned != before)
    #expect(verify(planned, of: image, against: before, of: original) == [])
    #expect(verify(before, of: image, against: before, of: original) == [])
  }

  @Test func entriesThatChangedOtherwise() throws {
    #expect(try !isSound { $0.symbols.table[try index("first", in: $0)].visibility = .hidden })
    #expect(try !isSound { $0.symbols.table[try index("first", in: $0)].binding = .global })
    #expect(try !isSound { $0.symbols.table[try index("first", in: $0)].info = 1 })
    #expect(try !isSound { $0.symbols.table[try index("second", in: $0)].visibility = .protected })
    #expect(try !isSound { $0.symbols.table.swapAt(1, try index("first", in: $0)) })
    #expect(!isSound { $0.symbols.table[0].info = 1 })
    #expect(!isSound { $0.symbols.table.removeLast() })
    #expect(!isSound { $0.symbols.table[1].binding = .global })
  }

  @Test func theOrderAndTheCountOfLocals() throws {
    #expect(!isSound { $0.firstGlobal -= 1 })
    // Two that became local, or two that did not, the other way round.
    let (first, counter) = try (index("first", in: planned), index("counter", in: planned))
    #expect(!isSound { $0.symbols.table.swapAt(first, counter) })
    let (second, third) = try (index("second", in: planned), index("third", in: planned))
    #expect(!isSound { $0.symbols.table.swapAt(second, third) })
  }

  /// What a linker counted wrong is complained about only in a table that was written.
  @Test func aCountThatWasWrongBefore() throws {
    var wrong = before
    wrong.firstGlobal -= 1
    #expect(verify(wrong, of: original, against: wrong, of: original).isEmpty)
    #expect(!verify(wrong, of: original, against: before, of: original).isEmpty)
    let plan = StaticSymbolPlan(hidingLocalsOf: image, in: wrong)
    #expect(plan.applied(to: wrong) == planned)
    #expect(verify(planned, of: image, against: wrong, of: original).isEmpty)
  }

  /// One that `.dynsym` still exports may not become local.
  @Test func anEntryThatNobodyAskedFor() throws {
    var demoted = image
    let third = try #require(
      image.exports.first { image.name(of: $0).elementsEqual("third".utf8) })
    demoted.symbols.table[third.position].binding = .local
    let wrong = StaticSymbolPlan(hidingLocalsOf: demoted, in: before).applied(to: before)
    #expect(wrong != planned)
    #expect(verify(wrong, of: demoted, against: before, of: original).isEmpty)
    #expect(!verify(wrong, of: image, against: before, of: original).isEmpty)
  }

  /// One that is gone from `.dynsym` altogether may.
  @Test func anEntryWhoseSymbolIsGone() throws {
    let third = try #require(
      image.exports.first { image.name(of: $0).elementsEqual("third".utf8) })
    var without = image
    without.symbols.table.remove(at: third.position)
    let plan = StaticSymbolPlan(
      hidingLocalsOf: without, in: before, removed: (from: image, symbols: [third]))
    #expect(plan.hidden.count == 3)
    #expect(StaticSymbolPlan(hidingLocalsOf: without, in: before).hidden.count == 2)
    let gone = plan.applied(to: before)
    #expect(verify(gone, of: without, against: before, of: original).isEmpty)
    #expect(!verify(gone, of: image, against: before, of: original).isEmpty)
  }

  @Test func relocationsOfOtherEntries() throws {
    let table = try #require(
      planned.relocations.indices.first { planned.relocations[$0] != before.relocations[$0] })
    func changing(_ change: (inout Relocation) -> Void) -> Bool {
      isSound { change(&$0.relocations[table].table.symbolic[0]) }
    }
    #expect(changing { _ in })
    #expect(!changing { $0.symbol = SymbolIndex(rawValue: $0.symbol.rawValue - 1) })
    #expect(
      !changing {
        $0 = Relocation(
          record: $0.record, type: $0.type, symbol: $0.symbol, offset: $0.offset, addend: 99)
      })
    #expect(!isSound { $0.relocations[table] = before.relocations[table] })
    #expect(!isSound { $0.relocations[table].table.symbolic.removeLast() })
  }
}
