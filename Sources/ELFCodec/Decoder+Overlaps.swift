// Tables that share bytes cannot both be edited; a file that claims they do is not edited at all.

internal import ELFModel

extension Decoder {
  func checkOverlaps(in image: DynamicImage) throws {
    let tables = (image.changeableTables + image.fixedTables)
      .sorted { $0.region.offset < $1.region.offset }
    for (first, second) in zip(tables, tables.dropFirst()) {
      try check(
        first.region.range.upperBound <= second.region.offset, second.name,
        offset: second.region.offset, "it overlaps \(first.name)")
    }
  }
}
