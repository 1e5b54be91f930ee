// An edit lies within one table that a demotion may change.

public import ELFModel

/// Checks that each of `edits` lies within a table of `image`, or of `statics`, whose entries become
/// local too, or within one of `words`.
public func verify(
  _ edits: [ByteEdit], within image: DynamicImage, and statics: StaticSymbolTable? = nil,
  words: [FileRegion] = []
) -> [Problem] {
  var findings = Findings("edits-in-tables")
  let tables =
    (image.tablesOfAnEdit + (statics?.changeableTables ?? [])).map(\.region) + words
  let index = RegionIndex(tables)
  for edit in edits {
    let table = index.position(holding: edit.offset)
    findings.expect(
      table.map { edit.range.upperBound <= tables[$0].range.upperBound } ?? false,
      in: "file", at: edit.offset, "\(edit.bytes.count) bytes would be written outside every table")
  }
  return findings.all
}
