// The entries of one object that its hash table leads to from a name: through `.gnu.hash` if the
// object has one, else through `.hash`. Which of them answers a reference, each loader decides for
// itself.
//
// Source: glibc elf/dl-lookup.c `do_lookup_x`; musl ldso/dynlink.c `gnu_lookup_filtered`,
// `sysv_lookup`. Invariant: every index handed out is one of `.dynsym`, and a walk takes no more
// steps than the table has entries.

internal import ELFModel

extension ObjectFile {
  /// The first entry that `isAnswer` takes, of those whose names have the hash of the query's, and
  /// perhaps some others.
  @inline(__always)
  func firstEntry(
    hashedAs query: SymbolQuery, where isAnswer: (SymbolIndex) -> Bool
  ) -> SymbolIndex? {
    if let directory { return directory.entries(named: query.name).first(where: isAnswer) }
    if let table = image.gnuHash?.table, !table.bloom.isEmpty {
      return throughGNUHash(table, query, isAnswer)
    }
    guard let table = image.sysvHash?.table, !table.buckets.isEmpty else { return nil }
    return throughSysVHash(table, query, isAnswer)
  }

  @inline(__always)
  private func throughGNUHash(
    _ table: GNUHashTable, _ query: SymbolQuery, _ isAnswer: (SymbolIndex) -> Bool
  ) -> SymbolIndex? {
    guard !table.buckets.isEmpty else { return nil }
    let hash = query.gnuHash
    let bits = UInt32(image.header.fileClass.bits)
    let word = table.bloom[Int(hash / bits) % table.bloom.count]
    let first = word >> UInt64(hash % bits)
    let second = word >> UInt64((hash >> table.bloomShift) % bits)
    guard first & second & 1 == 1 else { return nil }
    let start = table.buckets[Int(hash % UInt32(table.buckets.count))]
    guard start != 0, start >= table.symbolOffset else { return nil }
    let symbolCount = image.symbols.table.count
    var position = Int(start - table.symbolOffset)
    while position < table.chains.count {
      let chain = table.chains[position]
      let index = SymbolIndex(Int(table.symbolOffset) + position)
      if (chain ^ hash) >> 1 == 0, index.position < symbolCount, isAnswer(index) { return index }
      if chain & 1 == 1 { break }
      position += 1
    }
    return nil
  }

  @inline(__always)
  private func throughSysVHash(
    _ table: SysVHashTable, _ query: SymbolQuery, _ isAnswer: (SymbolIndex) -> Bool
  ) -> SymbolIndex? {
    let symbolCount = image.symbols.table.count
    let bucket = NameHash.sysv(query.name) % UInt32(table.buckets.count)
    var index = Int(table.buckets[Int(bucket)])
    // A chain that loops ends after as many steps as there are symbols.
    var steps = 0
    while index != 0, index < table.chains.count, steps < table.chains.count {
      if index < symbolCount, isAnswer(SymbolIndex(index)) { return SymbolIndex(index) }
      index = Int(table.chains[index])
      steps += 1
    }
    return nil
  }
}
