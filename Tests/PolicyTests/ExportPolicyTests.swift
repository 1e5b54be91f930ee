// Which clause decides, and what a policy may not say.

import ELFCodec
import ELFModel
import Policy
import TestSupport
import Testing

@Suite struct ExportPolicyTests {
  private func clause(_ intent: Intent, _ pattern: String) throws -> Clause {
    Clause(intent, try Selector(versionedGlob: Array(pattern.utf8)), text: pattern)
  }

  private func library(_ intent: Intent, _ names: String...) -> Clause {
    Clause(intent, Selector(.members(NameSet(names.map { Array($0.utf8) }))), text: "library")
  }

  private func intents(_ clauses: [Clause]) throws -> [String: Intent] {
    let image = try decode(try Fixture.library.get().bytes)
    let verdicts = try ExportPolicy(clauses).judge(image).verdicts
    return Dictionary(
      verdicts.compactMap { verdict in
        verdict.intent.map { (String(decoding: image.name(of: verdict.symbol), as: UTF8.self), $0) }
      }, uniquingKeysWith: { first, _ in first })
  }

  @Test func exactBeatsPatternBeatsEverything() throws {
    let intents = try intents([
      try clause(.keep, "first"), try clause(.demote, "f*"), try clause(.keep, "*"),
      try clause(.demote, "second"), library(.keep, "second", "third"), try clause(.demote, "*"),
    ])
    #expect(intents["first"] == .keep)  // exact over pattern
    #expect(intents["second"] == .demote)  // exact over library
    #expect(intents["third"] == .keep)  // library over *
    #expect(intents["counter"] == .keep)  // of equal rank keep wins
  }

  @Test func ofEqualRankKeepWinsInAnyOrder() throws {
    let (keep, demote) = (try clause(.keep, "f*"), try clause(.demote, "fi*"))
    #expect(try intents([keep, demote])["first"] == .keep)
    #expect(try intents([demote, keep])["first"] == .keep)
    #expect(try intents([demote, library(.keep, "first")])["first"] == .keep)
    #expect(try intents([demote, library(.keep, "other")])["first"] == .demote)
  }

  @Test func whatNoClauseCoversHasNoIntent() throws {
    let intents = try intents([try clause(.demote, "first")])
    #expect(intents == ["first": .demote])
  }

  @Test func clausesThatCoverNothingAreKnown() throws {
    let image = try decode(try Fixture.library.get().bytes)
    let policy = try ExportPolicy([try clause(.demote, "fi*"), try clause(.demote, "nowhere_*")])
    #expect(try policy.judge(image).effectiveClauses == [0])
  }

  /// Of equal clauses the first decides, unless a later one weighs more; each had an effect.
  @Test func equalClausesEachCount() throws {
    let image = try decode(try Fixture.library.get().bytes)
    let (keep, demote) = (try clause(.keep, "f*"), try clause(.demote, "f*"))
    let idle = try clause(.demote, "nowhere_*")
    func judged(_ clauses: [Clause]) throws -> (clause: Int?, effective: PositionSet) {
      let judgement = try ExportPolicy(clauses).judge(image)
      let verdict = judgement.verdicts.first {
        Array(image.name(of: $0.symbol)) == Array("first".utf8)
      }
      #expect(judgement.effectiveClauses == judgement.clausesWithExports)
      return (verdict?.clause, judgement.effectiveClauses)
    }
    #expect(try judged([idle, demote, idle, demote]) == (1, [1, 3]))
    #expect(try judged([demote, idle, demote, keep, keep]) == (3, [0, 2, 3, 4]))
    let heavy = Clause(.demote, demote.selector, text: "f*", rank: .exact)
    #expect(try judged([demote, keep, heavy, heavy]) == (2, [0, 1, 2, 3]))
    let first = try #require(image.exports.first { image.name(of: $0) == Array("first".utf8)[...] })
    let policy = try ExportPolicy([demote, idle, keep, heavy, demote, keep])
    #expect(try policy.clauses(covering: first, in: image) == [3, 2, 5, 0, 4])
  }

  @Test func tooManyPatternsForOneNameAreAnError() throws {
    let patterns = try (0..<10_001).map { try clause(.demote, "*\($0)?") }
    #expect(throws: Never.self) { _ = try ExportPolicy(Array(patterns.dropLast())) }
    #expect(throws: PolicyError.tooManyPatterns(limit: 10_000, beyond: "*10000?")) {
      _ = try ExportPolicy(patterns)
    }
    // However many there are of patterns that names tell apart, and of each.
    let apart = try (0..<10_001).map { try clause(.demote, "a\($0)x*") }
    #expect(throws: Never.self) { _ = try ExportPolicy(apart + apart) }
    #expect(throws: Never.self) {
      _ = try ExportPolicy(Array(repeating: try clause(.demote, "?b*"), count: 20_000))
    }
  }

  @Test func anExactNameOnBothSidesIsAnError() throws {
    let (keep, demote) = (try clause(.keep, "first"), try clause(.demote, "first"))
    #expect(
      throws: PolicyError.contradiction(name: "first", demote: "first", keep: "first")
    ) { _ = try ExportPolicy([keep, demote]) }
    #expect(throws: Never.self) { _ = try ExportPolicy([try clause(.keep, "firs?"), demote]) }
  }
}
