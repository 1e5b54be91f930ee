// Slots of a hash table whose content is kept elsewhere.

import ELFModel
import Testing

@Suite struct HashSlotsTests {
  /// However often the table has grown since, and however full it is.
  @Test(arguments: [0, 1, 7, 0xffff_ffff] as [UInt32])
  func whatHasTheSameHashIsMetInTheOrderInWhichItCame(hash: UInt32) {
    var slots = HashSlots()
    for position in 0..<300 {
      slots.insert(position, position % 3 == 0 ? hash : hash &+ UInt32(position))
    }
    var met: [Int] = []
    #expect(
      slots.position(hash) {
        met.append($0); return false
      } == nil)
    #expect(met == (0..<300).filter { $0 % 3 == 0 })
  }

  @Test func anEmptyTableHasNothing() {
    var slots = HashSlots()
    #expect(slots.position(0) { _ in true } == nil)
    slots.reserve(100)
    #expect(slots.position(0) { _ in true } == nil)
    slots.insert(5, 0)
    #expect(slots.position(0) { _ in true } == 5)
  }
}
