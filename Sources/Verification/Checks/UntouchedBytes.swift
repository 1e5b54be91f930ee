// No byte outside the tables changed, and within a relocation table no record that names no
// symbol. What a table that became shorter gave up is zero.

public import ELFModel

extension CheckCatalog {
  static let untouchedBytes = "untouched-bytes"
}

/// Compares the bytes of two files of the same size outside the tables that a demotion changes.
///
/// - Parameters:
///   - conversions: the relocations that name no symbol any more, whose words may differ.
///   - statics: `.symtab` of the file before, if entries of it became local.
/// - Throws: the sources' I/O errors.
/// - Returns: one problem per run of differing bytes.
public func verifyUntouchedBytes(
  _ after: some ByteSource, image afterImage: DynamicImage,
  against before: some ByteSource, image: DynamicImage, conversions: [ConvertedRelocation] = [],
  statics: StaticSymbolTable? = nil
) throws -> [Problem] {
  var findings = Findings(CheckCatalog.untouchedBytes)
  guard before.byteCount == after.byteCount else { return [] }  // the frame check reports it
  var tables =
    (image.changeableTables + (statics?.changeableTables ?? [])).map(\.region)
    + conversions.compactMap(\.word)
  // Where these two differ, other checks hold every entry and every byte of them.
  if image.dynamic != afterImage.dynamic { tables.append(image.dynamic.region) }
  if image.strings != afterImage.strings { tables.append(image.strings.region) }
  let ranges = tables.map(\.range).sorted { $0.lowerBound < $1.lowerBound }
  var position = 0
  for range in ranges + [before.byteCount..<before.byteCount] {
    if position < range.lowerBound {
      try compare(position..<range.lowerBound) { findings.expect(false, in: "file", at: $0, $1) }
    }
    position = max(position, range.upperBound)
  }
  // Of a table that is packed every byte may change; its records are compared one by one.
  for placed in image.relocations + (statics?.relocations ?? [])
  where placed.table.format.hasFixedRecords {
    let recordSize = placed.region.byteCount / max(1, placed.table.recordCount)
    var next = placed.region.offset
    for relocation in placed.table.symbolic {
      let record = placed.region.offset + Int(relocation.record) * recordSize
      try compare(next..<record) {
        findings.expect(false, in: placed.table.name, at: $0, $1)
      }
      next = record + recordSize
    }
    try compare(next..<placed.region.range.upperBound) {
      findings.expect(false, in: placed.table.name, at: $0, $1)
    }
  }
  for (name, old, new) in zip(image.shrinkingTables, afterImage.shrinkingTables).map({
    ($0.name, $0.region, $1.region)
  }) {
    guard let old, let new, new.range.upperBound < old.range.upperBound else { continue }
    let slack = try after.bytes(in: new.range.upperBound..<old.range.upperBound)
    findings.expect(
      slack.allSatisfy { $0 == 0 }, in: name.rawValue, at: new.range.upperBound,
      "what it gave up is not zero")
  }
  return findings.all

  func compare(_ range: Range<Int>, _ report: (Int, String) -> Void) throws {
    let chunk = 1 << 20
    var start = range.lowerBound
    while start < range.upperBound {
      let part = start..<min(start + chunk, range.upperBound)
      let (old, new) = (try before.bytes(in: part), try after.bytes(in: part))
      if old != new, let first = zip(old, new).enumerated().first(where: { $1.0 != $1.1 }) {
        report(start + first.offset, "bytes changed that belong to no table")
      }
      start = part.upperBound
    }
  }
}

extension DynamicImage {
  /// The tables that become shorter where they are, if at all.
  fileprivate var shrinkingTables: [(name: TableName, region: FileRegion?)] {
    [
      (.gnuHash, gnuHash?.region), (.symbols, symbols.region), (.versions, versions?.region),
      (.sysvHash, sysvHash?.region), (.strings, strings.region),
    ]
  }
}
