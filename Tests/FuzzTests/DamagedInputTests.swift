// The built tool on damaged files: an exit status of the table, no signal, and a file that is
// untouched unless the status says that it was edited.

import Foundation
import TestSupport
import Testing

@Suite struct DamagedInputTests {
  @Test func theFileIsUntouchedUnlessItWasEdited() throws {
    let seed = Mutator.seed
    print("damaged inputs: seed \(seed)")
    let folder = try TemporaryFolder()
    var mutator = try Mutator(try Fixture.library.get().bytes, seed: seed)
    var seen: Set<Int32> = []
    for round in 0..<300 {
      let bytes = Data(mutator.next())
      let file = folder.file("input")
      try bytes.write(to: file)
      let result = try symdemote("apply", "--all", file.path)
      let status = try #require(result.status, "round \(round): signal \(result.signal ?? 0)")
      seen.insert(status)
      #expect([0, 2, 3].contains(status), "round \(round): status \(status)")
      if status != 0 {
        #expect(try Data(contentsOf: file) == bytes, "round \(round)")
        #expect(result.errors.contains(file.path), "round \(round): \(result.errors)")
      }
      #expect(try folder.names() == ["input"])
    }
    #expect(seen.isSuperset(of: [0, 2]))
  }
}
