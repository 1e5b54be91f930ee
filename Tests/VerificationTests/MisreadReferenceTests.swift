// Where a loader misreads relocations that name local symbols, a demotion that leaves some is noticed,
// whatever made it; elsewhere it is what demotions are.

import Demotion
import ELFCodec
import ELFModel
import Foundation
import TestSupport
import Testing
import Verification

@Suite struct MisreadReferenceTests {
  @Test(arguments: [("powerpc-linux-gnu", true), ("powerpc64-linux-gnu", false)])
  func relocationsThatNameADemotedSymbol(_ triple: String, _ isMisread: Bool) throws {
    let folder = try TemporaryFolder()
    let file = try CrossTarget.named(triple).library(in: folder)
    let before = try decode([UInt8](try Data(contentsOf: file)))
    for name in ["counter", "weak_one", "per_thread"] {
      let symbol = try #require(
        before.exports.first { before.name(of: $0).elementsEqual(name.utf8) })
      let demoted = DemotionPlan(demoting: [symbol], in: before).applied(to: before)
      let problems = verify(demoted, against: before, intended: [symbol], latitude: .all)
      #expect(problems.map(\.check).contains("misread-references") == isMisread, "\(name)")
      #expect(problems.allSatisfy { $0.check == "misread-references" })
      #expect((demoted.misreadReferences(since: before) > 0) == isMisread)

      let candidates = RelocationConversion.candidates(in: demoted, madeFrom: before)
      let after = RelocationConversion(candidates, words: [], in: demoted).applied(to: demoted)
      // A PLT slot has no other form.
      let isLeft = isMisread && name == "weak_one"
      #expect(
        verify(after, against: before, intended: [symbol], latitude: .all).isEmpty == !isLeft)
      #expect((after.misreadReferences(since: before) > 0) == isLeft)
      #expect(before.symbolsWithoutOtherForm.contains(symbol) == (name == "weak_one"))
    }
  }

  /// What a linker wrote is no edit's.
  @Test func whatNamedALocalSymbolBeforeIsNone() throws {
    let folder = try TemporaryFolder()
    let file = try CrossTarget.named("powerpc-linux-gnu").library(in: folder)
    var image = try decode([UInt8](try Data(contentsOf: file)))
    let counter = try #require(
      image.exports.first { image.name(of: $0).elementsEqual("counter".utf8) })
    image.symbols.table[counter.position].binding = .local
    #expect(image.misreadReferences(since: image) == 0)
    let problems = verify(image, against: image, intended: [])
    #expect(!problems.contains { $0.check == "misread-references" })
  }
}
