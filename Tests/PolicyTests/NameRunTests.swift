// Names in bulk mean what the same lines mean one by one.

import ELFCodec
import ELFModel
import Policy
import TestSupport
import Testing

@Suite struct NameRunTests {
  private func sections(_ text: String) throws -> [PolicySection] {
    try readPolicyFile(SourceText(name: "app.policy", bytes: Array(text.utf8)))
  }

  private func clauses(_ entries: [PolicyEntry]) throws -> ClauseList {
    var clauses = ClauseList()
    for entry in entries {
      switch entry {
      case .line(let line): clauses.append(line.clause(try Selector(typedName: line.value)))
      case .names(let run): clauses.append(run)
      }
    }
    return clauses
  }

  private static let text = """
    demote first   # a comment
    demote second
    demote\tsecond
    keep third
    keep third@V1
    demote f*
    demote=unversioned
    demote counter
    demote a\\b
    """

  @Test func plainNamesInARowAreOneEntry() throws {
    let section = try #require(try sections(Self.text).first)
    let kinds = section.entries.map {
      switch $0 {
      case .line(let line): line.text
      case .names(let run): "\(run.keyword.rawValue) \(run.count)"
      }
    }
    #expect(
      kinds == [
        "demote 3", "keep 1", "keep third@V1", "demote f*", "demote unversioned", "demote 1",
        "demote a\\b",
      ])
  }

  @Test func eachLineKeepsItsWordsAndItsPlace() throws {
    let section = try #require(try sections(Self.text).first)
    #expect(
      section.lines.map(\.source).prefix(4) == [
        "app.policy:1: demote first", "app.policy:2: demote second", "app.policy:3: demote second",
        "app.policy:4: keep third",
      ])
    let clauses = try clauses(section.entries)
    #expect(clauses.map(\.source) == section.lines.map(\.source))
    #expect(clauses[0].location == SourceLocation(file: "app.policy", line: 1, column: 8))
    #expect(clauses.map(\.isRequired).prefix(4) == [false, false, false, true])
    #expect(clauses.map(\.intent).prefix(4) == [.demote, .demote, .demote, .keep])
  }

  @Test func aSectionEndsARow() throws {
    let sections = try sections("demote a\n[bin/*]\ndemote b\ndemote c\n")
    #expect(sections.map(\.lines.count) == [1, 2])
    #expect(sections.map(\.entries.count) == [1, 1])
  }

  @Test func theVerdictIsThatOfTheLines() throws {
    let image = try decode(try Fixture.library.get().bytes)
    let section = try #require(try sections(Self.text).first)
    let bulk = try clauses(section.entries)
    let single = try section.lines.map {
      $0.clause(try Selector(typedName: $0.value), isRequired: $0.keyword == .keep)
    }
    let (first, second) = (
      try ExportPolicy(bulk).judge(image), try ExportPolicy(single).judge(image)
    )
    #expect(first.verdicts == second.verdicts)
    #expect(first.effectiveClauses == second.effectiveClauses)
    #expect(first.effectiveClauses == [0, 1, 2, 3, 4, 5, 7])
    #expect(first.verdicts.contains { $0.clause == 1 && $0.rank == .exact })
  }

  @Test func aNameOnBothSidesIsAContradiction() throws {
    let entries = try #require(try sections("demote a\ndemote b\nkeep c\nkeep b\n").first).entries
    #expect {
      _ = try ExportPolicy(try clauses(entries))
    } throws: { error in
      guard case PolicyError.contradiction(let name, let demote, let keep) = error else {
        return false
      }
      return name == "b" && demote == "app.policy:2: demote b" && keep == "app.policy:4: keep b"
    }
  }
}
