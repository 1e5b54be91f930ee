// The slots of an open hash table, for things that are kept elsewhere in the order in which they came.
// A slot is eight bytes, and looking one up follows no pointer but one.

/// Where things with a hash are, by their positions. What is equal, others tell.
public struct HashSlots: Sendable {
  /// In the lower half 1 + a position, or 0 for nothing; in the upper half the hash.
  @usableFromInline var slots: [UInt64] = []
  private var count = 0

  /// No slots yet.
  public init() {}

  /// The first position under `hash` that `isWanted`; nil if there is none.
  @inlinable @inline(__always)
  public func position(_ hash: UInt32, where isWanted: (Int) -> Bool) -> Int? {
    guard !slots.isEmpty else { return nil }
    let mask = slots.count - 1
    var place = Int(hash) & mask
    // A quarter of the slots is free, so the walk ends.
    while true {
      let slot = slots[place]
      if slot == 0 { return nil }
      if UInt32(truncatingIfNeeded: slot >> 32) == hash {
        let position = Int(slot & 0xffff_ffff) - 1
        if isWanted(position) { return position }
      }
      place = (place + 1) & mask
    }
  }

  /// Files `position`, which fits 31 bits, under `hash`, behind what is there already.
  public mutating func insert(_ position: Int, _ hash: UInt32) {
    precondition(position < Int32.max, "as many things as this fit no memory")
    if slots.count < 8 || (count + 1) * 4 > slots.count * 3 {
      grow(to: Swift.max(16, slots.count * 2))
    }
    place(UInt64(hash) << 32 | UInt64(position + 1))
    count += 1
  }

  /// Makes room for `wanted` things at once.
  public mutating func reserve(_ wanted: Int) {
    var size = 16
    while size * 3 < wanted * 4 { size *= 2 }
    if size > slots.count { grow(to: size) }
  }

  private mutating func grow(to size: Int) {
    let former = slots
    slots = [UInt64](repeating: 0, count: size)
    // From the first free slot on, so that what has the same hash keeps its order.
    let start = former.firstIndex(of: 0) ?? 0
    for offset in former.indices {
      let slot = former[(start + offset) & (former.count - 1)]
      if slot != 0 { place(slot) }
    }
  }

  private mutating func place(_ slot: UInt64) {
    let mask = slots.count - 1
    var place = Int(slot >> 32) & mask
    while slots[place] != 0 { place = (place + 1) & mask }
    slots[place] = slot
  }
}
