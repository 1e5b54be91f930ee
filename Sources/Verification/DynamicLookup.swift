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
  /// The buckets of `.hash`, if names are looked up in it.
  private let sysvBuckets: [UInt32]
  /// For each of its chain words the word in the lower half, and in the upper half the hash of the
  /// symbol's name. The table keeps no hashes, and the names on a long chain lie all over the file.
  private let sysvSteps: [UInt64]
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
    let table = inSysVHash ? image.sysvHash?.table : nil
    let names = image.strings.table
    sysvBuckets = table?.buckets ?? []
    sysvSteps = zip(table?.chains ?? [], symbols).map { link, symbol in
      UInt64(names.sysvHash(at: symbol.nameOffset)) << 32 | UInt64(link)
    }
  }

  /// Whether there is a `.hash` to look names up in.
  var hasSysVHash: Bool { !sysvBuckets.isEmpty }

  /// The hash by which `.hash` knows the symbol at `position`; nil if it has no word for that.
  func sysvHash(at position: Int) -> UInt32? {
    position < sysvSteps.count ? UInt32(sysvSteps[position] >> 32) : nil
  }

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
    let bucket = name.sysvHash % UInt32(truncatingIfNeeded: sysvBuckets.count)
    var index = Int(sysvBuckets[Int(bucket)])
    var steps = 0
    while index != 0, index < sysvSteps.count, steps < sysvSteps.count, stepsLeft > 0 {
      stepsLeft -= 1
      let step = sysvSteps[index]
      if step >> 32 == name.sysvHash, isNamed(index, name) { found.append(SymbolIndex(index)) }
      index = Int(step & 0xffff_ffff)
      steps += 1
    }
    return stepsLeft > 0
  }

  private func isNamed(_ index: Int, _ name: SoughtName) -> Bool {
    strings.hasSameName(at: symbols[index].nameOffset, as: name.strings, at: name.offset)
  }
}
