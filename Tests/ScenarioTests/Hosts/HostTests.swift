// A preset keeps what a real host needs, and closes the rest; without it, the host is broken. The
// same for real plugins. What `plan` says beforehand agrees with what happens.

import Foundation
import TestSupport
import Testing

@Suite struct HostTests {
  /// Demotes all but what `keeping` says, and returns how many exports are left.
  private func demoteAll(in file: URL, keeping: [String]) throws -> (before: Int, after: Int) {
    let before = try exportedNames(file).count
    let result = try run(toolPath, ["apply", "--all"] + keeping + [file.path])
    #expect(result.status == 0, "\(result.errors)")
    #expect(try symdemote("verify", file.path).status == 0)
    return (before, try exportedNames(file).count)
  }

  @Test(arguments: HostStory.all)
  func aHostWithItsPresetServesItsPlugin(_ story: HostStory) throws {
    let stage = try story.stage()
    let untouched = try story.play(stage)
    #expect(untouched.output == story.expected, "\(untouched.errors)")

    let keeping = story.hostPreset.map { ["--preset=\($0)"] } ?? []
    let counts = try demoteAll(in: stage.host, keeping: keeping)
    // Lua's interpreter exports its interface and nothing else.
    #expect(counts.after < counts.before || story.hostPreset == "lua-host")
    let kept = try story.play(stage)
    #expect(kept.output == story.expected, "\(kept.errors)")
  }

  @Test(arguments: HostStory.all.filter { $0.hostPreset != nil })
  func aHostWithoutItsPresetIsBroken(_ story: HostStory) throws {
    let stage = try story.stage()
    // Who names the plugin is told, and nothing breaks: the needed names stay.
    let process = story.program.map { ["--in=\($0)"] } ?? []
    let foreseen = try run(
      toolPath, ["plan", "--all", "--dlopen=\(story.plugin)"] + process + [story.host])
    #expect(foreseen.output.contains("[needed]"))

    _ = try demoteAll(in: stage.host, keeping: [])
    let broken = try story.play(stage)
    #expect(broken.output != story.expected)
  }

  @Test(arguments: HostStory.all)
  func aPluginWithItsPresetIsFound(_ story: HostStory) throws {
    let stage = try story.stage()
    let keeping = story.pluginPreset
    _ = try demoteAll(in: stage.plugin, keeping: keeping)
    let kept = try story.play(stage)
    #expect(kept.output == story.expected, "\(kept.errors)")

    _ = try demoteAll(in: stage.plugin, keeping: [])
    let broken = try story.play(stage)
    #expect(broken.output != story.expected)
  }
}
