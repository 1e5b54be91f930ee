// Each relocation, record by record, still means the same symbol.

internal import ELFModel

extension ComparisonCheck {
  static let relocationMeaning = ComparisonCheck(id: "relocation-meaning") {
    comparison, findings in
    let (before, after) = (comparison.before, comparison.after)
    for (old, new) in zip(before.relocations, after.relocations) {
      guard
        findings.expect(
          old.table.symbolic.count == new.table.symbolic.count
            && old.table.recordCount == new.table.recordCount,
          in: old.table.name, "the number of records that name a symbol changed")
      else { continue }
      findings.expect(
        old.table.plain == new.table.plain, in: old.table.name,
        "records that name no symbol changed")
      for (first, second) in zip(old.table.symbolic, new.table.symbolic) {
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

extension Comparison {
  /// Whether `new` is the successor of `old`, or cannot be told from it.
  fileprivate func isSame(_ old: SymbolIndex, _ new: SymbolIndex) -> Bool {
    guard old.position < successor.count, new.position < after.symbols.table.count,
      let expected = successor[old.position]
    else { return false }
    return expected == new
      || after[expected] == after[new]
        && Self.version(after, expected) == Self.version(after, new)
  }
}
