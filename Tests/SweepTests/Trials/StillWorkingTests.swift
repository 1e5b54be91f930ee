// Programs say the same when they, or their libraries, export only what another object binds to.

import Testing

@Suite(.serialized) struct StillWorkingTests {
  @Test func programs() {
    tryInstalled(Command.all, "programs", quorum: Quorum(sample: 8, everything: 40))
  }

  @Test func libraries() {
    tryInstalled(LibraryUse.all, "libraries", quorum: Quorum(sample: 4, everything: 15))
  }
}
