// Finding a name as ld.so does, step for step (glibc elf/dl-lookup.c `do_lookup_x`).

internal import ELFModel

/// A name to look up, and its hashes.
struct SoughtName {
  let strings: StringTable
  let offset: UInt32
  let gnuHash: UInt32
  let sysvHash: UInt32
}

/// What a lookup finds. One list serves for very many lookups, and keeps the room that it has.
struct FoundSymbols {
  private var room: [SymbolIndex] = []
  private(set) var count = 0

  mutating func removeAll() { count = 0 }

  mutating func append(_ index: SymbolIndex) {
    if count < room.count { room[count] = index } else { room.append(index) }
    count += 1
  }

  /// The one that was found at `position`, counted from 0.
  subscript(position: Int) -> SymbolIndex { room[position] }

  func contains(_ index: SymbolIndex) -> Bool {
    for position in 0..<count where room[position] == index { return true }
    return false
  }

  /// Whether both lists hold the same, in whatever order.
  mutating func holdsSame(as other: inout FoundSymbols) -> Bool {
    guard count == other.count else { return false }
    if count > 1 {
      room[..<count].sort()
      other.room[..<count].sort()
    }
    for position in 0..<count where room[position] != other.room[position] { return false }
    return true
  }
}

/// Looks names up in the hash tables of one image. Corrupt tables end a search; they never trap.
struct DynamicLookup {
  private let strings: StringTable
  private let symbols: [DynamicSymbol]
  private let gnuHash: GNUHashTable
  private let sysvHash: SysVHashTable
  /// For each symbol the hash of its name, if names are looked up in `.hash`. That table keeps none, and
  /// the names on a long chain lie all over the file.
  private let sysvHashes: [UInt32]
  /// The number of bits in a bloom word.
  private let bloomBits: UInt32
  /// How many more chain words all lookups together may read. No common file comes near it, but
  /// one could be made in which each lookup reads a whole table. Lookups are a second opinion:
  /// the checks on the tables' content, which take linear time, see every table to its end.
  private var stepsLeft = 1 << 25

  /// - Parameter inSysVHash: whether names will be looked up in `.hash`.
  init(_ image: DynamicImage, inSysVHash: Bool = false) {
    strings = image.strings.table
    symbols = image.symbols.table
    bloomBits = UInt32(image.header.fileClass.bits)
    // A table that is not there leads to nothing, as an empty one does.
    gnuHash =
      image.gnuHash?.table
      ?? GNUHashTable(symbolOffset: 0, bloomShift: 0, bloom: [], buckets: [], chains: [])
    sysvHash =
      (inSysVHash ? image.sysvHash?.table : nil) ?? SysVHashTable(buckets: [], chains: [])
    let names = image.strings.table
    sysvHashes =
      sysvHash.buckets.isEmpty
      ? [] : image.symbols.table.map { names.sysvHash(at: $0.nameOffset) }
  }

  /// Whether there is a `.hash` to look names up in.
  var hasSysVHash: Bool { !sysvHash.buckets.isEmpty }

  /// Fills `found` with the entries of that name that `.gnu.hash` leads to, in the order they are met.
  ///
  /// - Returns: false when the steps are used up.
  mutating func throughGNUHash(_ name: SoughtName, into found: inout FoundSymbols) -> Bool {
    found.removeAll()
    guard !gnuHash.buckets.isEmpty, !gnuHash.bloom.isEmpty else { return true }
    let hash = name.gnuHash
    let word = gnuHash.bloom[
      Int(hash / bloomBits % UInt32(truncatingIfNeeded: gnuHash.bloom.count))]
    let first = word >> UInt64(hash % bloomBits)
    let second = word >> UInt64((hash >> gnuHash.bloomShift) % bloomBits)
    guard first & second & 1 == 1 else { return true }
    let start = gnuHash.buckets[Int(hash % UInt32(truncatingIfNeeded: gnuHash.buckets.count))]
    guard start != 0, start >= gnuHash.symbolOffset else { return true }
    var position = Int(start - gnuHash.symbolOffset)
    while position < gnuHash.chains.count, stepsLeft > 0 {
      stepsLeft -= 1
      let index = Int(gnuHash.symbolOffset) + position
      guard index < symbols.count else { break }
      let chain = gnuHash.chains[position]
      if (chain ^ hash) >> 1 == 0, isNamed(index, name) { found.append(SymbolIndex(index)) }
      if chain & 1 == 1 { break }
      position += 1
    }
    return stepsLeft > 0
  }

  /// Fills `found` with the entries of that name that `.hash` leads to, in the order they are met.
  ///
  /// - Returns: false when the steps are used up.
  mutating func throughSysVHash(_ name: SoughtName, into found: inout FoundSymbols) -> Bool {
    found.removeAll()
    guard hasSysVHash else { return true }
    let bucket = name.sysvHash % UInt32(truncatingIfNeeded: sysvHash.buckets.count)
    var index = Int(sysvHash.buckets[Int(bucket)])
    var steps = 0
    while index != 0, index < sysvHash.chains.count, index < symbols.count,
      steps < sysvHash.chains.count, stepsLeft > 0
    {
      stepsLeft -= 1
      if sysvHashes[index] == name.sysvHash, isNamed(index, name) {
        found.append(SymbolIndex(index))
      }
      index = Int(sysvHash.chains[index])
      steps += 1
    }
    return stepsLeft > 0
  }

  private func isNamed(_ index: Int, _ name: SoughtName) -> Bool {
    strings.hasSameName(at: symbols[index].nameOffset, as: name.strings, at: name.offset)
  }
}
