// What the demotion is for: a loader finds what it found before, except that it looks for the
// demoted names in vain.

internal import ELFModel

extension ComparisonCheck {
  static let lookups = ComparisonCheck(id: "lookups") { comparison, findings in
    var before = DynamicLookup(comparison.before)
    var after = DynamicLookup(comparison.after)
    var seen: Set<UInt32> = []
    for index in comparison.before.symbolIndices
    where seen.insert(comparison.before[index].nameOffset).inserted {
      let name = comparison.before.name(of: index)
      guard let old = before.throughGNUHash(name), let new = after.throughGNUHash(name),
        let oldSysV = before.throughSysVHash(name), let newSysV = after.throughSysVHash(name)
      else { return }
      compare(old, new, name, in: TableName.gnuHash.rawValue, comparison, &findings)
      compare(oldSysV, newSysV, name, in: TableName.sysvHash.rawValue, comparison, &findings)
    }
  }

  private static func compare(
    _ old: [SymbolIndex], _ new: [SymbolIndex], _ name: ArraySlice<UInt8>, in structure: String,
    _ comparison: Comparison, _ findings: inout Findings
  ) {
    let expected = old.compactMap { comparison.successor[$0.position] }
      .filter { !comparison.after[$0].isLocal }
    // Of several hits of one name the order may change with their places in the table.
    findings.expect(
      new.sorted() == expected.sorted(), in: structure,
      "a lookup of \(String(decoding: name, as: UTF8.self)) finds \(new.count) symbols, not \(expected.count)"
    )
  }
}
