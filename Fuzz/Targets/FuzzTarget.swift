// What is done with an input, whoever made it: libFuzzer's program (`make fuzz`) and the tests of
// what these once found (Tests/FuzzTests) run the same code.
//
// Invariant: an input is read or refused by an error of the reader's own kind; whatever else
// happens, a law that does not hold included, ends the process.

/// One way into the project for bytes of unknown origin.
public struct FuzzTarget: Sendable {
  /// What it is called.
  public let name: String
  /// Whether its inputs are ELF files, to be damaged by their tables.
  public let takesELF: Bool
  /// Takes an input, and returns unless it shows a mistake of ours.
  public let run: @Sendable ([UInt8]) -> Void

  init(name: String, takesELF: Bool = false, run: @escaping @Sendable ([UInt8]) -> Void) {
    self.name = name
    self.takesELF = takesELF
    self.run = run
  }

  /// All of them.
  public static let all = [
    decode, policyFile, loaderCache, archive, loaderLog, undoRecord, report, demotion,
    wheel,
  ]
}

/// Ends the process unless a law holds.
func require(_ condition: Bool, _ law: @autoclosure () -> String) {
  if !condition { fatalError("a law does not hold: \(law())") }
}

extension [UInt8] {
  /// The bytes behind the first, which chooses among `count` things.
  func choice(of count: Int) -> (chosen: Int, rest: [UInt8]) {
    (Int(first ?? 0) % count, Array(dropFirst()))
  }
}
