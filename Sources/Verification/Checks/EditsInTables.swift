// An edit lies within one table that a demotion may change.

public import ELFModel

/// Checks that each of `edits` lies within a table of `image`.
public func verify(_ edits: [ByteEdit], within image: DynamicImage) -> [Problem] {
  var findings = Findings("edits-in-tables")
  let tables = image.changeableTables.map(\.region.range)
  for edit in edits {
    findings.expect(
      tables.contains { $0.lowerBound <= edit.offset && edit.range.upperBound <= $0.upperBound },
      in: "file", at: edit.offset, "\(edit.bytes.count) bytes would be written outside every table")
  }
  return findings.all
}
