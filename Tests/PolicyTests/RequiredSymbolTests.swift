// What a clause requires of a file, and which clauses an export satisfies.

import ELFCodec
import ELFModel
import Patterns
import Policy
import TestSupport
import Testing

@Suite struct RequiredSymbolTests {
  private func required(
    _ selector: Selector, _ intent: Intent = .keep, isRequired: Bool = true
  ) -> RequiredSymbol? {
    RequiredSymbol(of: Clause(intent, selector, text: "", isRequired: isRequired))
  }

  private func exact(_ name: String, _ subject: Selector.Subject = .name) -> Selector {
    Selector(.exact(Array(name.utf8)), subject: subject)
  }

  @Test(arguments: [
    (Selector.Subject.name, "a@V", "a@V", nil), (.versioned, "a@V", "a", "V"),
    (.versioned, "a@Base", "a", nil), (.demangled, "a::b()", "a::b()", nil),
    (.demangledVersioned, "a::b()@V", "a::b()", "V"), (.versioned, "a", "a", nil),
  ])
  func aNameAndItsVersion(
    _ subject: Selector.Subject, _ typed: String, _ name: String, _ version: String?
  ) throws {
    let symbol = try #require(required(exact(typed, subject)))
    #expect(symbol.name == Array(name.utf8))
    #expect(symbol.version == version.map { Array($0.utf8) })
    #expect(symbol.subject == subject)
  }

  @Test func aVersionBesideTheName() throws {
    let one = try #require(required(try Selector(versionedGlob: Array("a@V1".utf8))))
    #expect(one.name == [UInt8(ascii: "a")] && one.version == Array("V1".utf8))
    // Any of several versions will do.
    #expect(try #require(required(Selector(versionedGlob: Array("a@V*".utf8)))).version == nil)
  }

  @Test func onlyAnExactNameThatIsKeptCanBeRequired() throws {
    #expect(required(exact("a")) != nil)
    #expect(required(exact("a"), isRequired: false) == nil)
    #expect(required(exact("a"), .demote) == nil)
    #expect(required(try Selector(glob: Array("a*".utf8))) == nil)
    #expect(required(Selector(.everything)) == nil)
  }

  @Test func onlyExportsSatisfyAClause() throws {
    let image = try decode(try Fixture.program.get().bytes)
    let names = ["main", "helper", "fprintf", "nowhere"]
    let policy = try ExportPolicy(names.map { Clause(.demote, exact($0), text: $0) })
    let judgement = try policy.judge(image)
    #expect(judgement.clausesWithExports == [0, 1])
    // One that asks to demote what is undefined is not idle.
    #expect(judgement.effectiveClauses == [0, 1, 2])
  }
}
