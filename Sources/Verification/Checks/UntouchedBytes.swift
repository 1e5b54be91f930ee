// No byte outside the tables changed, and within a relocation table no record that names no
// symbol. What `.gnu.hash` gave up is zero.

public import ELFModel

extension CheckCatalog {
  static let untouchedBytes = "untouched-bytes"
}

/// Compares the bytes of two files of the same size outside the tables that a demotion changes.
///
/// - Parameter statics: `.symtab` of the file before, if entries of it became local.
/// - Throws: the sources' I/O errors.
/// - Returns: one problem per run of differing bytes.
public func verifyUntouchedBytes(
  _ after: some ByteSource, image afterImage: DynamicImage,
  against before: some ByteSource, image: DynamicImage, statics: StaticSymbolTable? = nil
) throws -> [Problem] {
  var findings = Findings(CheckCatalog.untouchedBytes)
  guard before.byteCount == after.byteCount else { return [] }  // the frame check reports it
  let tables = (image.changeableTables + (statics?.changeableTables ?? [])).map(\.region.range)
    .sorted { $0.lowerBound < $1.lowerBound }
  var position = 0
  for table in tables + [before.byteCount..<before.byteCount] {
    try compare(position..<table.lowerBound) { findings.expect(false, in: "file", at: $0, $1) }
    position = table.upperBound
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
  if let old = image.gnuHash?.region, let new = afterImage.gnuHash?.region,
    new.range.upperBound < old.range.upperBound
  {
    let slack = try after.bytes(in: new.range.upperBound..<old.range.upperBound)
    findings.expect(
      slack.allSatisfy { $0 == 0 }, in: TableName.gnuHash.rawValue, at: new.range.upperBound,
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
