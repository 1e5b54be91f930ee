// Finding a name as ld.so does, step for step (glibc elf/dl-lookup.c `do_lookup_x`).

internal import ELFModel

/// Looks names up in the hash tables of one image. Corrupt tables end a search; they never trap.
struct DynamicLookup {
  private let image: DynamicImage
  /// How many more chain words all lookups together may read. No sound file comes near it; a
  /// hostile one could make each lookup read a whole table.
  private var stepsLeft = 1 << 28

  init(_ image: DynamicImage) { self.image = image }

  /// What to say when it was not.
  static let endless = "its chains are so long that lookups do not end in reasonable time"

  /// Whether every lookup so far was followed to its end.
  var isComplete: Bool { stepsLeft > 0 }

  /// The entries of that name that `.gnu.hash` leads to, in the order they are met.
  mutating func throughGNUHash(_ name: ArraySlice<UInt8>) -> [SymbolIndex] {
    guard let table = image.gnuHash?.table, !table.buckets.isEmpty, !table.bloom.isEmpty else {
      return []
    }
    let hash = NameHash.gnu(name)
    let bits = UInt32(image.header.fileClass.bits)
    let word = table.bloom[Int(hash / bits) % table.bloom.count]
    let first = word >> UInt64(hash % bits)
    let second = word >> UInt64((hash >> table.bloomShift) % bits)
    guard first & second & 1 == 1 else { return [] }
    let start = table.buckets[Int(hash % UInt32(table.buckets.count))]
    guard start != 0, start >= table.symbolOffset else { return [] }
    var found: [SymbolIndex] = []
    var position = Int(start - table.symbolOffset)
    while position < table.chains.count, stepsLeft > 0 {
      stepsLeft -= 1
      let index = Int(table.symbolOffset) + position
      guard index < image.symbols.table.count else { break }
      let symbol = SymbolIndex(index)
      if (table.chains[position] ^ hash) >> 1 == 0, image.name(of: symbol) == name {
        found.append(symbol)
      }
      if table.chains[position] & 1 == 1 { break }
      position += 1
    }
    return found
  }

  /// The entries of that name that `.hash` leads to, in the order they are met.
  mutating func throughSysVHash(_ name: ArraySlice<UInt8>) -> [SymbolIndex] {
    guard let table = image.sysvHash?.table, !table.buckets.isEmpty else { return [] }
    var found: [SymbolIndex] = []
    var index = Int(table.buckets[Int(NameHash.sysv(name) % UInt32(table.buckets.count))])
    var steps = 0
    while index != 0, index < table.chains.count, index < image.symbols.table.count,
      steps < table.chains.count, stepsLeft > 0
    {
      stepsLeft -= 1
      if image.name(of: SymbolIndex(index)) == name { found.append(SymbolIndex(index)) }
      index = Int(table.chains[index])
      steps += 1
    }
    return found
  }
}
