// What holds of the catalog of rules about processes, whatever the rules.

import Testing

@testable import Hazards

@Suite struct ProcessRuleCatalogTests {
  private let rules = ProcessRuleCatalog.all

  @Test func everyRuleHasANameOfItsOwn() {
    #expect(Set(rules.map(\.id)).count == rules.count)
    #expect(Set(rules.map(\.id)).isDisjoint(with: RuleCatalog.all.map(\.id)))
    for rule in rules {
      let isPlain = rule.id.allSatisfy { $0.isASCII && ($0.isLowercase || $0 == "-") }
      #expect(!rule.id.isEmpty && isPlain)
    }
  }

  @Test func everyReasonIsOneLine() {
    for rule in rules {
      #expect(!rule.reason.isEmpty, "\(rule.id)")
      #expect(!rule.reason.contains { $0.isNewline }, "\(rule.id)")
      // Reports end the line themselves, and put the rule's name in brackets behind it.
      #expect(!rule.reason.hasSuffix(".") && !rule.reason.contains("["), "\(rule.id)")
    }
    #expect(Set(rules.map(\.reason)).count == rules.count)
  }

  @Test func thoseThatObjectComeFirst() throws {
    let objecting = rules.prefix { $0.effect == .objects }
    #expect(
      objecting.map(\.id)
        == ["needed", "weak-reference", "shared-type-information", "platform-name"])
    #expect(rules.dropFirst(objecting.count).allSatisfy { $0.effect == .warns })
    #expect(rules.count == 11)
  }

  /// Without a process there is nothing to say.
  @Test func noProcessNoObjection() {
    #expect(ProcessRuleCatalog.objections(in: [])(.init(1)) == nil)
    #expect(ProcessRuleCatalog.warnings(in: []).isEmpty)
    #expect(ProcessRuleCatalog.rules(speakingOf: .init(1), in: []).isEmpty)
  }
}
