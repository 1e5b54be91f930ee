// Programs say the same when they, or their libraries, export only what another object binds to.

import Testing

@Suite(.serialized) struct StillWorkingTests {
  /// The demotion alone, and all that may follow it.
  static let ways = [[], ["--convert-relocations", "--remove"]]

  @Test(arguments: ways) func programs(_ options: [String]) {
    tryInstalled(Command.all, "programs", quorum: Quorum(sample: 8, everything: 40), options)
  }

  @Test(arguments: ways) func libraries(_ options: [String]) {
    tryInstalled(LibraryUse.all, "libraries", quorum: Quorum(sample: 4, everything: 15), options)
  }
}
