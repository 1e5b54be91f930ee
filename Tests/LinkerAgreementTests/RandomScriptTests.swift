// Scripts that nobody thought of mean what they mean to GNU ld.

import TestSupport
import Testing

/// Makes version scripts.
private struct ScriptMaker {
  private static let names = ["foo", "foo_a", "bar", "\"st*r\"", "data", "_ZN2ns1gEv", "nowhere"]
  private static let patterns = [
    "foo*", "*_a", "ba?", "[a-f]*", "[!a-m]*", "_ZN2ns1S*", "_Z*", "*o*", "**", "*", "foo_[^a]",
  ]
  private static let cxxNames = ["\"ns::f(int)\"", "\"ns::S::S()\"", "\"ns::S::~S()\"", "foo_b"]
  private static let cxxPatterns = ["ns::*", "ns::S::*", "*::f*", "vtable*", "*t*", "*", "n?::??*"]
  private static let spaces = [" ", "\n", "\t", " /* ; */ ", " # }\n"]

  private var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  mutating func script() -> String {
    guard chance(2) else { return node(tag: "", dependency: "") }
    var script = ""
    for version in 1...Int.random(in: 1...3, using: &generator) {
      script += node(tag: "V\(version)", dependency: version > 1 && chance(2) ? "V1" : "")
    }
    return script
  }

  private mutating func node(tag: String, dependency: String) -> String {
    let (hasGlobal, hasLocal) = (chance(2), chance(2))
    var node = tag + space() + "{" + space()
    if hasGlobal { node += "global:" + space() + list() }
    if hasLocal { node += "local:" + space() + list() }
    if !hasGlobal, !hasLocal, chance(2) { node += list() }
    return node + "}" + space() + dependency + ";" + space()
  }

  private mutating func list() -> String {
    var list = ""
    for _ in 0...Int.random(in: 0...2, using: &generator) {
      if chance(3) {
        list += "extern \"C++\" {" + space() + pick(Self.cxxNames, Self.cxxPatterns) + ";" + space()
        list += (chance(2) ? pick(Self.cxxNames, Self.cxxPatterns) : "foo_b") + "}"
      } else {
        list += pick(Self.names, Self.patterns)
      }
      list += space() + ";" + space()
    }
    return list
  }

  private mutating func chance(_ of: Int) -> Bool { Int.random(in: 0..<of, using: &generator) == 0 }
  private mutating func space() -> String { Self.spaces.randomElement(using: &generator) ?? "" }
  private mutating func pick(_ names: [String], _ patterns: [String]) -> String {
    (chance(2) ? names : patterns).randomElement(using: &generator) ?? ""
  }
}

@Suite struct RandomScriptTests {
  @Test func randomScriptsMeanWhatTheyMeanToGNULd() throws {
    var maker = ScriptMaker(seed: 20_241_122)
    var (agreed, contradictory) = (0, 0)
    for _ in 0..<60 {
      let row = Row("random", maker.script(), rule: "")
      let theirs = try Subject.shared.get().names(by: .bfd, following: row)
      switch (try symdemote(row, on: .bfd), theirs) {
      case (.success(let kept), .success(let exported)):
        #expect(kept == exported, "\(row.script)")
        agreed += 1
      // One name on both sides. In one node GNU ld keeps it, in two it rejects the script.
      case (.failure(let error), _):
        #expect(error.message == "a contradiction", "\(row.script): \(error.message)")
        contradictory += 1
      // In two nodes GNU ld rejects one pattern on both sides, too.
      case (.success, .failure(let error)):
        #expect(error.message.contains("duplicate expression"), "\(row.script): \(error.message)")
      }
    }
    #expect(agreed > 30 && contradictory < 10)
  }
}
