// The hash functions against the values that their descriptions give.

import ELFModel
import Testing

@Suite struct NameHashTests {
  /// Examples of the GNU hash section's descriptions.
  @Test(arguments: [("", 5381), ("printf", 0x156b_2bb8), ("exit", 0x7c96_7e3f)])
  func gnu(name: String, hash: UInt32) { #expect(NameHash.gnu(name.utf8) == hash) }

  /// Examples of the gABI's hash function; its result never has the upper four bits.
  @Test(arguments: [("", 0), ("printf", 0x0779_05a6), ("exit", 0x0006_cf04)])
  func sysv(name: String, hash: UInt32) { #expect(NameHash.sysv(name.utf8) == hash) }

  /// Slices are hashed several bytes in a step; sequences are not.
  @Test(arguments: 0..<20)
  func slicesHashLikeTheirBytes(length: Int) {
    let bytes = (0..<40).map { UInt8(truncatingIfNeeded: 0xf3 &* $0 &+ 0x81) }
    let slice = bytes[(40 - length)...]
    #expect(NameHash.gnu(slice) == NameHash.gnu(AnySequence(slice)))
    #expect(NameHash.gnu(slice) != NameHash.gnu(slice + [1]))
  }

  @Test func sysvFoldsItsUpperBitsAway() {
    let long = String(repeating: "\u{7f}z", count: 500)
    #expect(NameHash.sysv(long.utf8) < 0x1000_0000)
    #expect(NameHash.sysv(long.utf8) != 0)
  }
}
