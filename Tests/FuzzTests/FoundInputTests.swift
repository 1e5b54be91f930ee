// What fuzzing once found: each file below Fuzz/Found/TARGET is given to that target, which ends the
// process if the mistake is back. And the mutator, which must never make a mistake of its own.

import ELFCodec
import Foundation
import FuzzMutation
import FuzzTargets
import TestSupport
import Testing

@Suite(.serialized) struct FoundInputTests {
  private static let folder = projectFolder.appendingPathComponent("Fuzz/Found")

  private static let inputs: [String] = FuzzTarget.all.flatMap { target in
    let names = try? FileManager.default.contentsOfDirectory(
      atPath: folder.appendingPathComponent(target.name).path)
    return (names ?? []).sorted().map { "\(target.name)/\($0)" }
  }

  @Test(arguments: inputs) func endsAsItShould(_ input: String) throws {
    let target = try #require(FuzzTarget.all.first { input.hasPrefix($0.name + "/") })
    target.run([UInt8](try Data(contentsOf: Self.folder.appendingPathComponent(input))))
  }

  /// A file in a folder that no target reads would be tested by nobody.
  @Test func everyFolderBelongsToATarget() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
    #expect(Set(folders).isSubset(of: FuzzTarget.all.map(\.name)) && !Self.inputs.isEmpty)
  }

  /// Mutants are no longer than allowed, the same for the same seed, and some of them still files
  /// that can be read.
  @Test(arguments: CrossTarget.all) func mutants(_ machine: CrossTarget) throws {
    let folder = try TemporaryFolder()
    let file = [UInt8](try Data(contentsOf: try machine.library(in: folder, hashStyle: .gnu)))
    var (changed, readable) = (0, 0)
    var bytes = file
    for seed in 0..<2_000 as Range<UInt64> {
      // Mutants of mutants, as libFuzzer makes them.
      if seed.isMultiple(of: 10) { bytes = file }
      var (first, second) = (mutator(seed, file), mutator(seed, file))
      let mutant = first.mutated(bytes)
      #expect(mutant == second.mutated(bytes))
      guard let mutant else { continue }
      #expect(mutant.count <= file.count + 64)
      if mutant != bytes { changed += 1 }
      if (try? decode(mutant)) != nil { readable += 1 }
      bytes = mutant
    }
    #expect(changed > 1_000 && readable > 20, "\(changed) changed, \(readable) readable")
    var mutator = mutator(1, file)
    #expect(mutator.mutated([0x7f, 0x45, 0x4c, 0x46]) == nil)
  }

  private func mutator(_ seed: UInt64, _ file: [UInt8]) -> ELFMutator {
    ELFMutator(seed: seed, longest: file.count + 64)
  }
}
