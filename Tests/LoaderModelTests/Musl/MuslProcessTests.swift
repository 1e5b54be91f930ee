// The model of musl's loader against musl itself: the same files, the same steps, the same lines.
// What each line must say is written down too, so that the two cannot agree about nothing.

import LoaderModel
import TestSupport
import Testing

@Suite struct MuslProcessTests {
  @Test(arguments: MuslScenario.all)
  func theModelDoesWhatMuslDoes(_ scenario: MuslScenario) throws {
    let stage = try MuslStage(scenario)
    let wanted = scenario.steps.map(\.line)
    let real = try stage.play()
    #expect(real.succeeded, "\(real)")
    #expect(real.output.split(separator: "\n").map(String.init) == wanted, "\(real.errors)")
    #expect(try stage.predict().lines == wanted)
  }

  @Test(arguments: seeds)
  func theModelDoesWhatMuslDoesByChance(_ seed: UInt64) throws {
    var stage = try MuslStage(MuslRandomWorld.scenario(seed: seed))
    let prediction = try stage.predict()
    let record = prediction.record
    let missing = record.bindings.filter { $0.event == 0 && $0.target == .undefined }
    stage.scenario = stage.scenario.showingAll(in: prediction)
    let real = try stage.play()
    if missing.isEmpty {
      let model = try stage.predict().lines
      #expect(real.output.split(separator: "\n").map(String.init) == model, "\(real)")
      #expect(real.succeeded && model.count >= 8, "\(real)")
    } else {
      // A symbol that is missing at startup ends the process; the model only notes it.
      let complaints = missing.map { binding in
        "Error relocating \(String(decoding: record[binding.reference].name, as: UTF8.self)): "
          + "\(String(decoding: binding.name, as: UTF8.self)): symbol not found"
      }
      #expect(Set(real.errors.split(separator: "\n").map(String.init)) == Set(complaints))
      #expect(real.status == 127)
    }
  }

  private static let seeds: Range<UInt64> = 1..<9
}

extension MuslScenario {
  /// All there are.
  static let all = startup + opening + definitions + lookups
}
