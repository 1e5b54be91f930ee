// Hostile scripts are read, or not, in time, and never stop the reader.

import Policy
import TestSupport
import Testing

@Suite struct LinkerScriptFuzzTests {
  private static let samples = [
    "V1 { global: foo; b?r*; [!a-z]x; local: *; };\nV2 { } V1; # end\n",
    #"{ global: extern "C++" { ns::*; "ns::f(int)"; extern "C" { a } }; local: *; };"#,
    "{ foo; \"st*r\"; /* c { */ st\\*r; };\n{ ::bar; ~x; };",
    "{ global; local; extern; global: local: };",
    "V1 { local: *; global: a; } V0 V1; \"V 2\" { foo@V1; // c\n };",
  ]
  private static let pieces: [String] =
    samples.flatMap { $0.split(separator: " ").map(String.init) } + [
      "{", "}", ";", ":", "::", "\"", "/*", "*/", "//", "#", "\\", "[", "]", "\n",
      "extern \"C++\" {",
      "global:", "local:", "\0", "\u{ff}", "*", "@", "",
    ]

  private func mutant(_ generator: inout SeededGenerator) -> [UInt8] {
    var bytes = Array((Self.samples.randomElement(using: &generator) ?? "").utf8)
    for _ in 0..<Int.random(in: 1...6, using: &generator) {
      let start = Int.random(in: 0...bytes.count, using: &generator)
      let end = min(bytes.count, start + Int.random(in: 0...4, using: &generator))
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: bytes.removeSubrange(start..<end)
      case 1:
        bytes.replaceSubrange(start..<end, with: [UInt8.random(in: 0...255, using: &generator)])
      case 2: bytes.insert(contentsOf: bytes[start..<end], at: start)
      default:
        let piece = Self.pieces.randomElement(using: &generator) ?? ""
        bytes.insert(contentsOf: Array(piece.utf8), at: start)
      }
    }
    return bytes
  }

  @Test(arguments: [ListFormat.versionScript, .dynamicList, .exportDynamicSymbolList])
  func everyScriptIsReadOrHasAFault(_ format: ListFormat) throws {
    var generator = SeededGenerator(seed: 7)
    var (read, faulty) = (0, 0)
    for _ in 0..<5_000 {
      let bytes = mutant(&generator)
      let lines = bytes.count { $0 == UInt8(ascii: "\n") } + 1
      do {
        let reading = try format.read(SourceText(name: "s", bytes: bytes))
        for location in reading.clauses.compactMap(\.location) + reading.remarks.map(\.location) {
          #expect((1...lines).contains(location.line) && location.column >= 1)
        }
        read += 1
      } catch {
        #expect((1...lines).contains(error.location.line) && error.location.column >= 1)
        faulty += 1
      }
    }
    #expect(read > 100 && faulty > 100)
  }

  /// Quadratic time would be hours.
  @Test(
    .timeLimit(.minutes(10)),
    arguments: [
      ("{ ", "foo;\n", "};"), ("{ ", "\"f*o\";\\a;", "};"), ("{ ", "extern \"C++\" {\n", "x"),
      ("{ ", "extern \"C\" { ", "x" + String(repeating: "};", count: 30_001)),
      ("", "V1 { } V1;", ""), ("V1 { a; }", " V1", ";"), ("{ ", "global: local: ", "};"),
      ("", "/* */ # \n", "{ };"), ("{ a", "a*", "; };"), ("{ ", "/", "; };"),
      ("{ \"", "\n", "\"; };"),
      ("", "/*", ""), ("", "{", ""), ("", "\"", ""), ("", "::", ""), ("", "[", ""),
    ])
  func aLongScriptTakesNoLongerThanItIsLong(_ start: String, _ middle: String, _ end: String) {
    let script = start + String(repeating: middle, count: 30_000) + end
    let text = SourceText(name: "s", bytes: Array(script.utf8))
    let reading = try? ListFormat.versionScript.read(text)
    #expect((reading?.items.count ?? 0) <= script.utf8.count)
  }
}
