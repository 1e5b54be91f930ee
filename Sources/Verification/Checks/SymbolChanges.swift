// Every entry is still there, once; those that changed became local and changed in nothing else;
// each group of symbols kept its order.

internal import ELFModel

extension ComparisonCheck {
  static let symbolChanges = ComparisonCheck(id: "symbol-changes") { comparison, findings in
    let (before, after) = (comparison.before, comparison.after)
    let structure = TableName.symbols.rawValue
    let removed = comparison.latitude.removedSymbols ? comparison.removed.count : 0
    findings.expect(
      before.symbols.table.count == after.symbols.table.count + removed, in: structure,
      "\(before.symbols.table.count) symbols became \(after.symbols.table.count)")
    for stranger in comparison.strangers {
      findings.expect(
        false, in: structure, at: after.fileOffset(of: stranger),
        "symbol \(stranger.rawValue) was not there before, or not so")
    }
    findings.expect(
      Comparison.version(before, .null) == Comparison.version(after, .null),
      in: TableName.versions.rawValue, "the word of the null symbol changed")
    let boundLazily = before.jumpSlotSymbols
    for index in before.symbolIndices {
      guard let next = comparison.successor[index.position] else {
        let symbol = before[index]
        findings.expect(
          comparison.latitude.removedSymbols && !symbol.isUndefined && symbol.type != .section,
          in: structure, "\(before.text(of: index)) is gone")
        continue
      }
      compare(
        index, next, in: comparison, isBoundLazily: boundLazily.contains(index), &findings)
    }
    compareIntention(comparison, &findings)
    compareOrder(comparison, &findings)
  }

  private static func compare(
    _ index: SymbolIndex, _ next: SymbolIndex, in comparison: Comparison, isBoundLazily: Bool,
    _ findings: inout Findings
  ) {
    let (before, after) = (comparison.before, comparison.after)
    let (old, new) = (before[index], after[next])
    let version = Comparison.version(after, next)
    if old == new, version == Comparison.version(before, index) { return }
    let structure = TableName.symbols.rawValue
    let offset = after.fileOffset(of: next)
    findings.expect(
      new.isLocal && !old.isLocal, in: structure, at: offset,
      "\(before.text(of: index)) changed otherwise than by becoming local")
    findings.expect(
      !old.isUndefined, in: structure, at: offset,
      "\(before.text(of: index)) is local now, but not defined here")
    findings.expect(
      version == nil || version == .local, in: TableName.versions.rawValue,
      "\(before.text(of: index)) is local but has a version")
    let expected = visibilityOnceDemoted(old, isBoundLazily)
    findings.expect(
      new.visibility == expected, in: structure, at: offset,
      "\(before.text(of: index)) has visibility \(new.visibility), not \(expected)")
  }

  private static func compareIntention(_ comparison: Comparison, _ findings: inout Findings) {
    guard let intended = comparison.intended else { return }
    let found = comparison.demoted
    for index in comparison.before.symbolIndices
    where intended.contains(index) != found.contains(index) {
      findings.expect(
        false, in: TableName.symbols.rawValue,
        intended.contains(index)
          ? "\(comparison.before.text(of: index)) should be local and is not"
          : "\(comparison.before.text(of: index)) is local and should not be")
    }
  }

  private static func compareOrder(_ comparison: Comparison, _ findings: inout Findings) {
    let (before, after) = (comparison.before, comparison.after)
    let structure = TableName.symbols.rawValue
    let groups = Groups(before, after)
    // No group begins with the null symbol, so that it stands for none.
    var last = [SymbolIndex](repeating: .null, count: groups.count)
    for index in before.symbolIndices {
      guard let next = comparison.successor[index.position], !comparison.alike.contains(index)
      else { continue }
      let group = groups.group(of: index, next)
      findings.expect(
        last[group] == .null || last[group] < next, in: structure, at: after.fileOffset(of: next),
        "symbol \(next.rawValue) overtook another of its group")
      last[group] = next
    }
  }

  /// The groups of symbols that keep their order among themselves: local ones, demoted ones, those that
  /// are not hashed, and those of each bucket.
  private struct Groups {
    private let before: [DynamicSymbol]
    private let after: [DynamicSymbol]
    private let strings: StringTable
    private let hashed: Range<Int>
    private let bucketCount: UInt32

    init(_ before: DynamicImage, _ after: DynamicImage) {
      (self.before, self.after) = (before.symbols.table, after.symbols.table)
      strings = after.strings.table
      bucketCount = UInt32(after.gnuHash?.table.buckets.count ?? 0)
      hashed = bucketCount > 0 ? after.gnuHash?.table.heldPositions ?? 0..<0 : 0..<0
    }

    /// How many there are.
    var count: Int { 3 + Int(bucketCount) }

    /// The number of the group of the symbol at `index` before and `next` after.
    func group(of index: SymbolIndex, _ next: SymbolIndex) -> Int {
      if before[index.position].isLocal { return 0 }
      if after[next.position].isLocal { return 1 }
      guard hashed.contains(next.position) else { return 2 }
      return 3 + Int(strings.gnuHash(at: after[next.position].nameOffset) % bucketCount)
    }
  }
}
