// Damaged tables that common files do not have, or that are read only when asked for: packed
// relocations, and `.symtab` with what refers to it. Whatever the bytes, an error or a result that
// passes its own checks.

import Demotion
import ELFCodec
import ELFModel
import Foundation
import TestSupport
import Testing
import Verification

@Suite(.serialized) struct OtherTableMutationTests {
  private let rounds = 3_000

  @Test(arguments: CrossTarget.android.prefix(2)) func packedRelocations(_ target: CrossTarget)
    throws
  {
    let folder = try TemporaryFolder()
    let file = try target.packedLibrary(in: folder, .android)
    let bytes = [UInt8](try Data(contentsOf: file))
    let image = try decode(bytes)
    let packed = image.relocations.filter { !$0.table.format.hasFixedRecords }.map(\.region.range)
    var mutator = try Mutator(
      bytes, seed: Mutator.seed, others: Array(repeating: packed, count: 8).flatMap { $0 })
    var (unread, tooLong, rewritten) = (0, 0, 0)
    for _ in 0..<rounds {
      let damaged = mutator.next()
      guard let before = try? decode(damaged) else {
        unread += 1
        continue
      }
      #expect(try encode(before, over: before, in: damaged).isEmpty)
      guard verify(before).isEmpty else { continue }
      let after = DemotionPlan(demoting: SymbolSet(before.exports), in: before).applied(to: before)
      do {
        let edits = try encode(after, over: before, in: damaged)
        #expect(try decode(EditedSource(damaged, edits: edits)) == after)
        rewritten += 1
      } catch EncodeError.doesNotFit {
        tooLong += 1
      }
    }
    print("fuzz: packed: \(unread) not read, \(tooLong) too long, \(rewritten) rewritten")
    #expect(unread > rounds / 100 && rewritten > rounds / 100)
  }

  @Test func staticSymbols() throws {
    let folder = try TemporaryFolder()
    let file = try CrossTarget.all[0].library(in: folder, options: ["--emit-relocs"])
    let bytes = [UInt8](try Data(contentsOf: file))
    let image = try decode(bytes)
    let table = try #require(try decodeStaticSymbols(bytes, of: image))
    let places = (table.changeableTables.map(\.region) + [table.strings.region]).map(\.range)
    var mutator = try Mutator(
      bytes, seed: Mutator.seed, others: Array(repeating: places, count: 4).flatMap { $0 })
    var (unread, nothing, rewritten) = (0, 0, 0)
    for _ in 0..<rounds {
      let damaged = mutator.next()
      guard let image = try? decode(damaged),
        let before = try? decodeStaticSymbols(damaged, of: image)
      else {
        unread += 1
        continue
      }
      let demoted = DemotionPlan(demoting: SymbolSet(image.exports), in: image).applied(to: image)
      let plan = StaticSymbolPlan(hidingLocalsOf: demoted, in: before)
      let after = plan.applied(to: before)
      guard after != before else {
        nothing += 1
        continue
      }
      let edits = try encode(after, over: before, of: image, in: damaged)
      #expect(verify(edits, within: image, and: before).isEmpty)
      #expect(verify(after, of: demoted, against: before, of: image).isEmpty)
      rewritten += 1
    }
    print("fuzz: .symtab: \(unread) not read, \(nothing) without a change, \(rewritten) rewritten")
    #expect(unread > rounds / 100 && rewritten > rounds / 100)
  }
}
