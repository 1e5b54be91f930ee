// The index finds the clauses that trying each of them finds.

import ELFModel
import Patterns
import TestSupport
import Testing

@testable import Policy

@Suite struct ClauseIndexTests {
  private func clause(
    _ pattern: Selector.Pattern, _ subject: Selector.Subject = .name, version: Glob? = nil,
    except: [Selector] = []
  ) -> Clause {
    Clause(
      .keep, Selector(pattern, subject: subject, version: version, except: except), text: "clause")
  }

  private func glob(_ text: String) throws -> Selector.Pattern {
    Selector.Pattern(try Glob(Array(text.utf8)))
  }

  private func regex(_ text: String, coversWholeName: Bool = true) throws -> Selector.Pattern {
    .regex(try RegularExpression(Array(text.utf8), coversWholeName: coversWholeName))
  }

  private func covering(_ name: String, version: String? = nil, _ clauses: [Clause]) throws -> [Int]
  {
    var forms = forms(name, version)
    return try ClauseIndex(ClauseList(clauses)).positions(covering: &forms).sorted()
  }

  private func forms(_ name: String, _ version: String?) -> SymbolForms {
    SymbolForms(name: Array(name.utf8)[...], version: version.map { Array($0.utf8)[...] })
  }

  @Test func findsPatternsByTheirEnds() throws {
    let clauses = try [
      "a*", "ab*", "abc*", "abd*", "*", "*c", "*bc", "?b*", "abc", "a*c", "[a]bc", "b*", "*d",
      "abcd*",
    ].map { clause(try glob($0)) }
    #expect(try covering("abc", clauses) == [0, 1, 2, 4, 5, 6, 7, 8, 9, 10])
    #expect(try covering("ab", clauses) == [0, 1, 4, 7])
    #expect(try covering("", clauses) == [4])
    #expect(try covering("b", clauses) == [4, 11])
    #expect(try covering("abd", clauses) == [0, 1, 3, 4, 7, 12])
    // Between two of the prefixes, and behind them all.
    #expect(try covering("abcc", clauses) == [0, 1, 2, 4, 5, 7, 9])
    #expect(try covering("zz", clauses) == [4])
  }

  @Test func theSameNameTwiceIsFoundTwice() throws {
    let clauses = try ["abc", "abc", "a*", "a*"].map { clause(try glob($0)) }
    #expect(try covering("abc", clauses) == [0, 1, 2, 3])
    #expect(try covering("ab", clauses) == [2, 3])
  }

  /// Equal selectors are one to look for, whatever their clauses say; those that differ in anything
  /// are not.
  @Test func equalSelectorsAreTriedOnce() throws {
    let once = try [
      glob("a*"), glob("ab"), regex("a.*"), regex("a.*", coversWholeName: false), .everything,
    ].map { clause($0) }
    let index = ClauseIndex(ClauseList(Array(repeating: once, count: 500).joined()))
    #expect(index.groupCount == once.count)
    var forms = forms("ab", nil)
    var groups: [Int] = []
    try index.findGroups(covering: &forms, &groups)
    #expect(groups.count == once.count)
    #expect(try index.positions(covering: &forms).sorted() == Array(0..<2500))

    let exceptions = [Selector(try glob("*c"))]
    let versions = try ["V1", "V2"].map { try Glob(Array($0.utf8)) }
    let different = try [
      clause(glob("a*")), clause(glob("a*"), .demangled), clause(glob("a*"), version: versions[0]),
      clause(glob("a*"), version: versions[1]), clause(glob("a*"), except: exceptions),
      clause(glob("b*"), except: exceptions), clause(glob("a*"), except: [Selector(glob("*d"))]),
    ]
    #expect(ClauseIndex(ClauseList(different + different)).groupCount == different.count)
    #expect(try covering("abc", version: "V2", different) == [0, 1, 3, 6])
    #expect(try covering("abd", version: "V1", different) == [0, 1, 2, 4])
  }

  /// Counted are those that one name may be held against, and no names of libraries.
  @Test func patternsThatOneNameIsHeldAgainst() throws {
    func beyond(_ limit: Int, _ patterns: [String]) throws -> Int? {
      ClauseIndex(ClauseList(try patterns.map { clause(try glob($0)) })).firstBeyond(limit)
    }
    let patterns = ["?a*", "*b?", "a*", "ab*", "ac*", "*xyz", "abc"]
    // A name that begins with ab, or ac, and ends with xyz.
    #expect(try beyond(5, patterns) == nil)
    #expect(try beyond(4, patterns) == 5)
    #expect(try beyond(1, patterns + patterns) == 1)
    #expect(try beyond(5, patterns + patterns) == nil)
    let libraries = (0..<9).map { clause(.members(NameSet([[UInt8($0)]]))) }
    #expect(ClauseIndex(ClauseList(libraries)).firstBeyond(0) == nil)
    // A version spares nothing: all may have the same.
    let versions = try (0..<9).map {
      clause(.everything, version: try Glob(Array("V\($0)".utf8)))
    }
    #expect(ClauseIndex(ClauseList(versions)).firstBeyond(8) == 8)
  }

  @Test func formsVersionsAndExceptionsCount() throws {
    let clauses = try [
      clause(glob("foo::*"), .demangled), clause(glob("foo::bar(int)"), .demangled),
      clause(glob("_ZN3foo*")), clause(glob("*@V1"), .versioned),
      clause(glob("foo*@V1"), .demangledVersioned),
      clause(glob("_ZN3foo*"), version: Glob(Array("V1".utf8))),
      clause(glob("_ZN3foo*"), version: Glob(Array("V2".utf8))),
      clause(glob("_ZN3foo*"), except: [Selector(try glob("*bar*"))]),
      clause(glob("_ZN3foo*"), except: [Selector(try glob("*baz*"))]),
      clause(glob("*@Base"), .versioned), clause(.members(NameSet([Array("_ZN3foo3barEi".utf8)]))),
    ]
    #expect(try covering("_ZN3foo3barEi", version: "V1", clauses) == [0, 1, 2, 3, 4, 5, 8, 10])
    #expect(try covering("_ZN3foo3barEi", clauses) == [0, 1, 2, 8, 9, 10])
    #expect(try covering("foo::bar(int)", clauses) == [0, 1, 9])
  }

  @Test(arguments: [
    "ab", "a?b", "ab?", "ab*", "a{0}b", "ab{0,1}", "a|b", "ab|c", "a(b|c)", "(a|b)", "a(b)|c",
    "[ab]b",
    "a[|]b", #"a\.b"#, #"a\d"#, #"a\E?b"#, #"a\Q\E?b"#, "a(?#x)?b", "(?i)ab", "a(?i)b", #"\Qab\E"#,
    #"ab\K"#, "^ab", "^a?b", "^^a", "a$", "a.", "(?=a)ab", "a(?=b)b", #"\141b"#, "(a)?b", "a+", "^",
    #"a\|b"#, #"\^a"#, "(?x) a b", "a(?:b|.)|c", "a(*FAIL)|b", "a(b|c(d|e))f|x", #"a\)|b"#, "^a|b",
    "(?m)^ab", "a#b", "a b", #"a\\b"#, "a{b",
  ])
  func aPrefixOfARegularExpressionHidesNoMatch(_ pattern: String) throws {
    let letters = ["a", "b", "c", "A", ".", "|", "^", " ", "\\", "1", "{", "\n", "#", "f", ")"]
    var names = [""]
    for length in 0..<3 {
      names += names.filter { $0.count == length && (length < 2 || $0.hasPrefix("a")) }.flatMap {
        start in letters.map { start + $0 }
      }
    }
    for isWhole in [true, false] {
      let expression = try regex(pattern, coversWholeName: isWhole)
      let clauses = [clause(expression)]
      let matching = try names.filter { try expression.matches(Array($0.utf8)[...]) }
      #expect(try names.filter { try covering($0, clauses) == [0] } == matching)
    }
  }

  @Test func prefixesAreSeen() throws {
    let prefix = { (pattern: String, isWhole: Bool) in
      String(
        decoding: try RegularExpression(Array(pattern.utf8), coversWholeName: isWhole)
          .literalPrefix,
        as: UTF8.self)
    }
    #expect(try prefix("gtk_[a-z]+", true) == "gtk_")
    #expect(try prefix("gtk_[a-z]+", false) == "")
    #expect(try prefix("^gtk_[a-z]+", false) == "gtk_")
    #expect(try prefix("gtk_(a|b)", true) == "gtk_")
    #expect(try prefix(#"a\.b*"#, true) == "a.")
    #expect(try prefix("gtk_|gdk_", true) == "")
  }

  @Test(arguments: 0..<12)
  func findsWhatTryingEachFinds(_ round: Int) throws {
    let seed = UInt64(20_261_122 + round)
    var generator = SeededGenerator(seed: seed)
    func word(_ letters: String, _ lengths: ClosedRange<Int>) -> String {
      let letters = Array(letters)
      return String(
        (0..<Int.random(in: lengths, using: &generator)).map { _ in
          letters.randomElement(using: &generator) ?? "a"
        })
    }
    var clauses: [Clause] = []
    while clauses.count < 60 {
      let subject = Selector.Subject.allCases.randomElement(using: &generator) ?? .name
      let pattern: Selector.Pattern? =
        switch Int.random(in: 0..<8, using: &generator) {
        case 0...1: .exact(Array(word("abE", 1...5).utf8))
        case 2...4: try? glob(word("aab*?[]@E", 1...6))
        case 5...6:
          try? regex(
            word("aab.*|()?E^$@", 1...7), coversWholeName: Bool.random(using: &generator))
        default: .members(NameSet([Array(word("ab", 1...3).utf8), Array(word("ab", 1...3).utf8)]))
        }
      guard let pattern else { continue }
      let version = Int.random(in: 0..<6, using: &generator) == 0 ? try Glob(Array("a*".utf8)) : nil
      let exceptions =
        Int.random(in: 0..<6, using: &generator) == 0 ? [Selector(try glob("*b"))] : []
      clauses.append(clause(pattern, subject, version: version, except: exceptions))
    }
    let index = ClauseIndex(ClauseList(clauses))
    var found = 0
    for _ in 0..<200 {
      let name = (Bool.random(using: &generator) ? "" : "_Z1") + word("aabE", 0...7)
      let version = Bool.random(using: &generator) ? word("ab", 1...2) : nil
      var forms = forms(name, version)
      let indexed = try index.positions(covering: &forms).sorted()
      let naive = try clauses.indices.filter {
        var own = self.forms(name, version)
        return try clauses[$0].selector.covers(&own)
      }
      #expect(indexed == naive, "seed \(seed), \(name)@\(version ?? "-")")
      found += naive.count
    }
    #expect(found > 0)
  }
}
