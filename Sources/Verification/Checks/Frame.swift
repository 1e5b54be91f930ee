// What a demotion never touches: identity, segments, dynamic section, strings, version lists, the
// place and the geometry of every table.

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
    findings.expect(before.dynamic == after.dynamic, in: TableName.dynamic.rawValue, "it changed")
    findings.expect(before.strings == after.strings, in: TableName.strings.rawValue, "it changed")
    findings.expect(
      before.versionDefinitions == after.versionDefinitions
        && before.versionNeeds == after.versionNeeds,
      in: TableName.versionDefinitions.rawValue, "version definitions or needs changed")
    findings.expect(
      before.symbols.region == after.symbols.region, in: TableName.symbols.rawValue,
      "it moved or changed its length")
    findings.expect(
      before.relocations.map(\.region) == after.relocations.map(\.region), in: "relocations",
      "tables moved or changed their lengths")
    compareGeometry(before, after, &findings)
    compareSections(before, after, &findings)
  }

  private static func compareGeometry(
    _ before: DynamicImage, _ after: DynamicImage, _ findings: inout Findings
  ) {
    findings.expect(
      before.versions?.region == after.versions?.region, in: TableName.versions.rawValue,
      "it moved or changed its length")
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
      before.sysvHash?.region == after.sysvHash?.region
        && before.sysvHash?.table.buckets.count == after.sysvHash?.table.buckets.count,
      in: TableName.sysvHash.rawValue, "its place or number of buckets changed")
  }

  /// Only `sh_info` of `.dynsym` and `sh_size` of `.gnu.hash` follow a demotion. What follows from
  /// entries of `.symtab` that became local is held against them (`StaticSymbols.swift`).
  private static func compareSections(
    _ before: DynamicImage, _ after: DynamicImage, _ findings: inout Findings
  ) {
    let structure = TableName.sections.rawValue
    guard let old = before.sections, let new = after.sections else {
      findings.expect(
        (before.sections == nil) == (after.sections == nil), in: structure, "they came or went")
      return
    }
    findings.expect(
      old.region == new.region && old.table.names == new.table.names, in: structure, "they moved")
    for (index, (header, now)) in zip(old.table.headers, new.table.headers).enumerated() {
      var expected = header
      if index == old.table.dynamicSymbols || old.table.isInfoOfStaticSymbols(at: index) {
        expected.info = now.info
      }
      if header.type == SectionType.gnuHash.rawValue, now.size <= header.size {
        expected.size = now.size
      }
      findings.expect(
        expected == now, in: structure, "the header of \(old.table.name(of: index)) changed")
    }
  }
}
