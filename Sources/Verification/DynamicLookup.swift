// Finding a name as ld.so does, step for step (glibc elf/dl-lookup.c `do_lookup_x`).

internal import ELFModel

/// Looks names up in the hash tables of one image. Corrupt tables end a search; they never trap.
struct DynamicLookup {
  private let image: DynamicImage
  /// How many more chain words all lookups together may read. No common file comes near it, but
  /// one could be made in which each lookup reads a whole table. Lookups are a second opinion:
  /// the checks on the tables' content, which take linear time, see every table to its end.
  private var stepsLeft = 1 << 25

  init(_ image: DynamicImage) { self.image = image }

  /// The entries of that name that `.gnu.hash` leads to, in the order they are met; nil when the
  /// steps are used up.
  mutating func throughGNUHash(_ name: ArraySlice<UInt8>) -> [SymbolIndex]? {
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
    return stepsLeft > 0 ? found : nil
  }

  /// The entries of that name that `.hash` leads to, in the order they are met; nil when the
  /// steps are used up.
  mutating func throughSysVHash(_ name: ArraySlice<UInt8>) -> [SymbolIndex]? {
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
    return stepsLeft > 0 ? found : nil
  }
}
