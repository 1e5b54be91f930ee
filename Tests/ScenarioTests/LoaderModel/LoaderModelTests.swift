// The model of the loader against the loader itself: the same files, the same events, the same
// lines. What a scenario is named after is first looked for in what the loader says, so that none
// can agree with the model about nothing.

import TestSupport
import Testing

@Suite struct LoaderModelTests {
  @Test(arguments: Scenario.all)
  func theModelSaysWhatTheLoaderSays(_ scenario: Scenario) throws {
    let stage = try Stage(scenario)
    for timing in scenario.timings {
      let real = try stage.play(timing)
      try expectItsStory(real, of: scenario, timing)
      let model = try stage.predict(timing)
      let command = stage.arguments(timing).joined(separator: " ")
      #expect(model.result.succeeded, "\(timing): symdemote \(command): \(model.result.errors)")
      let difference = Comparison(
        model: try model.lines.filter { try !Noise.contains($0, in: scenario, timing) },
        loader: try real.lines.filter { try !Noise.contains($0, in: scenario, timing) })
      if !difference.isEmpty {
        Issue.record("\(timing): symdemote \(command)\n\(difference)")
      }
    }
  }

  /// The real process went through all its events, and the loader said what the scenario shows.
  private func expectItsStory(_ real: Performance, of scenario: Scenario, _ timing: Timing) throws {
    if timing != .traced {
      let ends = real.result.output.split(separator: "\n").map { !$0.hasPrefix("failed: ") }
      let wanted = scenario.events.map { !$0.failures.contains(timing) }
      #expect(real.result.succeeded != scenario.isFatal, "\(timing): \(real.result)")
      #expect(
        scenario.isFatal ? wanted.starts(with: ends) : ends == wanted, "\(timing): \(real.result)")
    }
    let expectation = scenario.expectation(timing)
    #expect(!expectation.isEmpty, "\(timing): nothing is expected")
    #expect(expectation.complaints(about: real.lines) == [], "\(timing)")
  }

  /// What the model says of another script is not taken for what the loader says of this one.
  @Test func anotherScriptIsNoticed() throws {
    let libraries = [Scenario.one]
    let deep = try Stage(
      Scenario(
        "deep", libraries, program: Scenario.sharer, events: [.dlopen("./libone.so", .deepbind)]))
    let shallow = try Stage(
      Scenario("shallow", libraries, program: Scenario.sharer, events: [.dlopen("./libone.so")]))
    let difference = Comparison(
      model: try shallow.predict(.atOnce).lines, loader: try deep.play(.atOnce).lines)
    let (missing, extra) = (difference.missing.map(\.summary), difference.extra.map(\.summary))
    #expect(missing.contains("libone.so -> libone.so: shared"))
    #expect(extra == ["libone.so -> program: shared"])
  }

  /// An expectation is not met by more, by less or by something else.
  @Test func anExpectationIsExact() throws {
    let text = "binding file ./libone.so [0] to ./program [0]: normal symbol `shared' [V1]"
    let line = try #require(BindingLine("  4711:\t\(text)"))
    #expect(line.text == text)
    let expected = "libone.so -> program: shared@V1"
    #expect(Expectation([expected]).complaints(about: [line]) == [])
    #expect(Expectation([expected]).complaints(about: [line, line]) != [])
    #expect(Expectation([expected, expected]).complaints(about: [line]) != [])
    #expect(Expectation([expected]).complaints(about: []) != [])
    #expect(Expectation(["libone.so -> program: shared"]).complaints(about: [line]) != [])
    #expect(Expectation(["libone.so -> libone.so: shared@V1"]).complaints(about: [line]) != [])
    #expect(Expectation(["libone.so -> nothing: shared"]).complaints(about: [line]) != [])
    #expect(Expectation(["libone.so -> nothing: other"]).complaints(about: [line]) == [])
    #expect(Expectation(["libone.so -> undefined: shared"]).complaints(about: [line]) != [])
  }

  @Test func thereAreMany() {
    #expect(Set(Scenario.all.map(\.name)).count == Scenario.all.count)
    #expect(Scenario.all.count >= 50)
    #expect(Scenario.all.count { Set($0.timings).isSuperset(of: [.atOnce, .lazily]) } >= 10)
  }
}

extension Scenario: CustomTestStringConvertible {
  /// All there are.
  static let all =
    opening + namespaces + preloading + symbolic + filters + versions + definitions + data + lookups
    + closing + searching + missing
  var testDescription: String { name }
}
