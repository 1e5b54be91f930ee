// What the demotion is for: a loader finds what it found before, except that it looks for the
// demoted names in vain.

internal import ELFModel

extension ComparisonCheck {
  static let lookups = ComparisonCheck(id: "lookups") { comparison, findings in
    var before = DynamicLookup(comparison.before, inSysVHash: true)
    var after = DynamicLookup(comparison.after, inSysVHash: true)
    let hasSysVHash = before.hasSysVHash || after.hasSysVHash
    let strings = comparison.before.strings.table
    var met = MetOffsets(in: strings)
    var (inGNUHash, inSysVHash) = (FoundEntries(), FoundEntries())
    for index in comparison.before.symbolIndices
    where met.insert(comparison.before[index].nameOffset) {
      let symbol = comparison.before[index]
      let name = SoughtName(
        strings: strings, offset: symbol.nameOffset,
        gnuHash: strings.gnuHash(at: symbol.nameOffset),
        sysvHash: hasSysVHash
          ? before.sysvHash(at: index.position) ?? strings.sysvHash(at: symbol.nameOffset) : 0)
      guard before.throughGNUHash(name, into: &inGNUHash.before),
        after.throughGNUHash(name, into: &inGNUHash.after),
        !hasSysVHash || before.throughSysVHash(name, into: &inSysVHash.before),
        !hasSysVHash || after.throughSysVHash(name, into: &inSysVHash.after)
      else { return }
      compare(&inGNUHash, name, in: .gnuHash, comparison, &findings)
      if hasSysVHash { compare(&inSysVHash, name, in: .sysvHash, comparison, &findings) }
    }
  }

  private static func compare(
    _ found: inout FoundEntries, _ name: SoughtName, in table: TableName, _ comparison: Comparison,
    _ findings: inout Findings
  ) {
    found.expected.removeAll()
    for position in 0..<found.before.count {
      let index = found.before[position]
      guard let next = comparison.successor[index.position], !comparison.after[next].isLocal else {
        continue
      }
      found.expected.append(next)
    }
    // Of several hits of one name the order may change with their places in the table.
    findings.expect(
      found.after.holdsSame(as: &found.expected), in: table.rawValue,
      "a lookup of \(name.strings.text(at: name.offset)) finds \(found.after.count) symbols, "
        + "not \(found.expected.count)")
  }
}

/// What the lookups of one name lead to.
private struct FoundEntries {
  var before = FoundSymbols()
  var after = FoundSymbols()
  /// What those of `before` have become, the local ones left out.
  var expected = FoundSymbols()
}

/// Which names of a table were met already.
private struct MetOffsets {
  private var bits: [UInt64]

  init(in strings: StringTable) {
    bits = [UInt64](repeating: 0, count: strings.bytes.count / 64 + 1)
  }

  /// Notes the name at `offset`; returns whether it had not been met. What is outside the table counts
  /// as new each time.
  mutating func insert(_ offset: UInt32) -> Bool {
    let word = Int(offset / 64)
    guard word < bits.count else { return true }
    let bit: UInt64 = 1 << UInt64(offset % 64)
    defer { bits[word] |= bit }
    return bits[word] & bit == 0
  }
}
