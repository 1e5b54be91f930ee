// Each relocation, record by record, still means the same symbol.

internal import ELFModel

extension ComparisonCheck {
  static let relocationMeaning = ComparisonCheck(id: "relocation-meaning") {
    comparison, findings in
    let (before, after) = (comparison.before, comparison.after)
    for (old, new) in zip(before.relocations, after.relocations) {
      // Records that came to name no symbol are for the check on conversions.
      let (stay, nameless) =
        comparison.latitude.convertedRelocations
        ? old.table.split(by: new.table) : (old.table.symbolic, [])
      compareNameless(nameless, old.table, comparison, &findings)
      guard
        findings.expect(
          stay.count == new.table.symbolic.count
            && old.table.recordCount == new.table.recordCount,
          in: old.table.name, "the number of records that name a symbol changed")
      else { continue }
      // Of a packed table the records that name no symbol are compared as well.
      if !old.table.format.hasFixedRecords {
        let former = Set(old.table.symbolic.map(\.record))
        findings.expect(
          old.table.plain == new.table.plain.filter { !former.contains($0.record) },
          in: old.table.name, "records that name no symbol changed")
      }
      for (first, second) in zip(stay, new.table.symbolic) {
        let isSameRecord =
          first.record == second.record && first.type == second.type
          && first.offset == second.offset && first.addend == second.addend
        findings.expect(
          isSameRecord && comparison.isSame(first.symbol, second.symbol), in: old.table.name,
          "record \(first.record) does not mean what it meant")
      }
    }
  }
}

extension ComparisonCheck {
  /// Only what is bound within the file can do without the name.
  private static func compareNameless(
    _ nameless: [Relocation], _ table: RelocationTable, _ comparison: Comparison,
    _ findings: inout Findings
  ) {
    for relocation in nameless {
      let index = relocation.symbol
      guard index.position < comparison.successor.count else { continue }
      let isOwn = comparison.successor[index.position].map { comparison.after[$0].isLocal } ?? true
      findings.expect(
        isOwn, in: table.name,
        "record \(relocation.record) names no symbol any more, but "
          + "\(comparison.before.text(of: index)) is not local")
    }
  }
}

extension Comparison {
  /// Whether `new` is the successor of `old`, or cannot be told from it.
  fileprivate func isSame(_ old: SymbolIndex, _ new: SymbolIndex) -> Bool {
    guard old.position < successor.count, new.position < after.symbols.table.count else {
      return false
    }
    // Of two that are alike, one may be gone.
    guard let expected = successor[old.position] else { return isAlike(old, new) }
    return expected == new
      || after[expected] == after[new]
        && Self.version(after, expected) == Self.version(after, new)
  }
}
