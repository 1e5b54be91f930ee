// Scripts that nobody thought of: random libraries and random events, in a real process and in the
// model.

import Foundation
import TestSupport
import Testing

@Suite struct RandomScriptTests {
  /// `SYMDEMOTE_SCRIPTS` says how many worlds there are, `SYMDEMOTE_SEED` which is the first.
  private static let seeds: Range<UInt64> = {
    let environment = ProcessInfo.processInfo.environment
    let first = environment["SYMDEMOTE_SEED"].flatMap(UInt64.init) ?? 1
    return first..<first + (environment["SYMDEMOTE_SCRIPTS"].flatMap(UInt64.init) ?? 4)
  }()

  @Test(arguments: seeds)
  func theModelSaysWhatTheLoaderSays(_ seed: UInt64) throws {
    let world = RandomWorld(seed: seed)
    let built = try Stage(world.script(0))
    var lines = 0
    for number in 0..<20 {
      let stage = Stage(world.script(number), on: built)
      for timing in stage.scenario.timings {
        let real = try stage.play(timing)
        try #require(real.result.succeeded, "world \(seed), script \(number): \(real.result)")
        let model = try stage.predict(timing)
        let difference = Comparison(
          model: try told(model.lines, of: stage.scenario, timing),
          loader: try told(real.lines, of: stage.scenario, timing))
        let command = stage.arguments(timing).joined(separator: " ")
        if !difference.isEmpty {
          Issue.record("script \(number), \(timing): symdemote \(command)\n\(difference)")
        }
        lines += real.lines.count
      }
    }
    #expect(lines > 1000)
  }

  /// What is compared: a dlsym may find nothing.
  private func told(_ lines: [BindingLine], of scenario: Scenario, _ timing: Timing) throws
    -> [BindingLine]
  {
    try lines.filter { try $0.isBinding && !Noise.contains($0, in: scenario, timing) }
  }
}
