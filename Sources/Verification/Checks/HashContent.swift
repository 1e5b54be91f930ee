// After a demotion each hash table holds what it held, without the demoted, and says nothing
// beyond that: the bloom filter has the bits of the hashed names and no others, and the chain
// words of symbols outside `.hash` are 0. Stray bits would do no harm to a lookup, but nobody
// intended them; those of a filter that came with the file stay while no name leaves it.

internal import ELFModel

extension ComparisonCheck {
  static let hashContent = ComparisonCheck(id: "hash-content") { comparison, findings in
    let (before, after) = (comparison.before, comparison.after)
    compareMembers(comparison, &findings)
    if let old = before.gnuHash?.table, let new = after.gnuHash?.table, new != old {
      let isKept = new.chains == old.chains && new.bloom == old.bloom
      findings.expect(
        isKept || new.bloom == bloom(of: new, in: after), in: TableName.gnuHash.rawValue,
        "its bloom filter is not that of its names")
      findings.expect(
        !new.chains.isEmpty || Int(new.symbolOffset) == after.symbols.table.count,
        in: TableName.gnuHash.rawValue, "it is empty, but symoffset is not the number of symbols")
    }
    if let old = before.sysvHash?.table, let new = after.sysvHash?.table, new != old {
      let members = new.members()
      for (position, word) in new.chains.enumerated() where word != 0 {
        findings.expect(
          members[position], in: TableName.sysvHash.rawValue,
          "symbol \(position) is not in it, but its chain word is \(word)")
      }
    }
  }

  private static func compareMembers(_ comparison: Comparison, _ findings: inout Findings) {
    let (before, after) = (comparison.before, comparison.after)
    let (old, new) = (before.sysvHash?.table.members(), after.sysvHash?.table.members())
    let (oldHeld, newHeld) = (
      before.gnuHash?.table.heldPositions ?? 0..<0, after.gnuHash?.table.heldPositions ?? 0..<0
    )
    for index in before.symbolIndices {
      guard let next = comparison.successor[index.position] else { continue }
      let stays = !after[next].isLocal
      findings.expect(
        (oldHeld.contains(index.position) && stays) == newHeld.contains(next.position),
        in: TableName.gnuHash.rawValue, "\(after.text(of: next)) came to it or left it")
      guard let old, let new, index.position < old.count, next.position < new.count else {
        continue
      }
      findings.expect(
        (old[index.position] && stays) == new[next.position], in: TableName.sysvHash.rawValue,
        "\(after.text(of: next)) came to it or left it")
    }
  }

  private static func bloom(of table: GNUHashTable, in image: DynamicImage) -> [UInt64] {
    let bits = UInt32(image.header.fileClass.bits)
    var bloom = [UInt64](repeating: 0, count: table.bloom.count)
    for index in image.symbolIndices where table.holds(index) {
      let hash = image.gnuHash(of: index)
      let word = Int(hash / bits) % bloom.count
      for bit in [hash % bits, (hash >> table.bloomShift) % bits] {
        bloom[word] |= 1 << UInt64(bit)
      }
    }
    return bloom
  }
}
