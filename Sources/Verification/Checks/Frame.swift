// What a demotion never touches: identity, segments, version lists, the place and the geometry of
// every table; and the dynamic section, but for the length of `.dynstr` and the number of RELATIVE
// relocations.

internal import ELFModel

extension ComparisonCheck {
  static let frame = ComparisonCheck(id: "frame") { comparison, findings in
    let (before, after) = (comparison.before, comparison.after)
    findings.expect(
      before.fileSize == after.fileSize, in: "file",
      "its size changed from \(before.fileSize) to \(after.fileSize)")
    findings.expect(
      before.header == after.header, in: TableName.fileHeader.rawValue, "it changed")
    findings.expect(
      before.segments == after.segments, in: TableName.segments.rawValue, "they changed")
    compareDynamic(comparison, &findings)
    findings.expect(
      before.versionDefinitions == after.versionDefinitions
        && before.versionNeeds == after.versionNeeds,
      in: TableName.versionDefinitions.rawValue, "version definitions or needs changed")
    findings.expect(
      comparison.isPlace(after.symbols.region, of: before.symbols.region),
      in: TableName.symbols.rawValue, "it moved or changed its length")
    findings.expect(
      before.relocations.map(\.region) == after.relocations.map(\.region), in: "relocations",
      "tables moved or changed their lengths")
    compareGeometry(comparison, &findings)
    compareSections(comparison, &findings)
  }

  private static func compareDynamic(_ comparison: Comparison, _ findings: inout Findings) {
    let (before, after) = (comparison.before.dynamic, comparison.after.dynamic)
    let structure = TableName.dynamic.rawValue
    guard
      findings.expect(
        before.region == after.region && before.table.count == after.table.count, in: structure,
        "it moved or changed its length")
    else { return }
    for (old, new) in zip(before.table, after.table) where old != new {
      let mayChange =
        switch new.tag {
        case .stringsSize: comparison.latitude.removedSymbols
        case .relaCount, .relCount: comparison.latitude.convertedRelocations
        default: false
        }
      findings.expect(
        mayChange && old.tag == new.tag, in: structure,
        "the entry with tag \(old.tag.rawValue) changed")
    }
  }

  private static func compareGeometry(_ comparison: Comparison, _ findings: inout Findings) {
    let (before, after) = (comparison.before, comparison.after)
    findings.expect(
      comparison.isPlace(after.versions?.region, of: before.versions?.region),
      in: TableName.versions.rawValue, "it moved or changed its length")
    let (old, new) = (before.gnuHash, after.gnuHash)
    let isSameShape =
      old?.region.offset == new?.region.offset
      && old?.table.buckets.count == new?.table.buckets.count
      && old?.table.bloom.count == new?.table.bloom.count
      && old?.table.bloomShift == new?.table.bloomShift
      && (new?.region.byteCount ?? 0) <= (old?.region.byteCount ?? 0)
    findings.expect(
      isSameShape, in: TableName.gnuHash.rawValue, "its place, buckets, bloom or shift changed")
    findings.expect(
      comparison.isPlace(after.sysvHash?.region, of: before.sysvHash?.region)
        && before.sysvHash?.table.buckets.count == after.sysvHash?.table.buckets.count,
      in: TableName.sysvHash.rawValue, "its place or number of buckets changed")
  }

  /// Only `sh_info` of `.dynsym` follows a demotion, and the sizes of tables that become shorter a
  /// removal. What follows from entries of `.symtab` that became local is held against them
  /// (`StaticSymbols.swift`).
  private static func compareSections(_ comparison: Comparison, _ findings: inout Findings) {
    let (before, after) = (comparison.before, comparison.after)
    let structure = TableName.sections.rawValue
    guard let old = before.sections, let new = after.sections else {
      findings.expect(
        (before.sections == nil) == (after.sections == nil), in: structure, "they came or went")
      return
    }
    findings.expect(
      old.region == new.region && old.table.names == new.table.names, in: structure, "they moved")
    let shrinking = sectionsThatShrink(old.table, comparison.latitude)
    for (index, (header, now)) in zip(old.table.headers, new.table.headers).enumerated() {
      var expected = header
      if index == old.table.dynamicSymbols || old.table.isInfoOfStaticSymbols(at: index) {
        expected.info = now.info
      }
      if shrinking.contains(index), now.size <= header.size { expected.size = now.size }
      findings.expect(
        expected == now, in: structure, "the header of \(old.table.name(of: index)) changed")
    }
  }

  private static func sectionsThatShrink(_ table: SectionTable, _ latitude: Latitude) -> Set<Int> {
    guard latitude.removedSymbols else { return [] }
    let symbols = table.dynamicSymbols
    let sections = [
      symbols, symbols.flatMap(table.stringTable), table.firstIndex(of: .sysvHash),
      table.firstIndex(of: .versions),
    ]
    return Set(sections.compactMap { $0 })
  }
}

extension Comparison {
  /// Whether a table that lay in `old` may lie in `new`: there, and shorter if symbols may be gone.
  fileprivate func isPlace(_ new: FileRegion?, of old: FileRegion?) -> Bool {
    guard let new, let old, latitude.removedSymbols else { return new == old }
    return new.offset == old.offset && new.byteCount <= old.byteCount
  }
}
