// The rule sanitizer-runtime and the preset sanitizer have a list each, since neither room has a
// door to the other: here they agree.

import Policy
import Testing

@testable import Hazards

@Suite struct SanitizerNamesTests {
  /// Names that programs and libraries define for themselves as well: a preset may keep them, a
  /// rule about every file may not.
  static let onlyInThePreset: Set = [
    "Annotate*", "WTFAnnotate*", "RunningOnValgrind", "ValgrindSlowdown",
  ]

  @Test func theRuleAndThePresetAgree() throws {
    let preset = try #require(PresetTable.preset(named: "sanitizer"))
    let fromPreset = Set(preset.keeps).subtracting(Self.onlyInThePreset)
    let prefixes = fromPreset.map { $0.hasSuffix("*") ? String($0.dropLast()) : $0 }
    #expect(prefixes.sorted() == Rule.sanitizerRuntimePrefixes.sorted())
    #expect(Self.onlyInThePreset.isSubset(of: preset.keeps))
  }
}
