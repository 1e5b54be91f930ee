// A table that is edited shares no byte with another: the edit of one would be an edit of both, and
// a file that claims such a thing is not edited at all. Tables that are only read may share.
// What is read beside the tables of the image counts as one: it must say the same afterwards.

internal import ELFModel

extension Decoder {
  /// Checks `image`, whose notes were read from `notes`.
  func checkOverlaps(in image: DynamicImage, notes: [FileRegion]) throws {
    let changeable = image.changeableTables.map { ($0, isChangeable: true) }
    let others = [interpreter(of: image), staticSymbols(of: image)].compactMap { $0 }
    let beside = others + notes.map { ("PT_NOTE", $0) }
    let fixed = (image.fixedTables + beside).filter { $0.region.byteCount > 0 }
      .map { ($0, isChangeable: false) }
    var last = (end: 0, name: "")
    var lastChangeable = (end: 0, name: "")
    for (table, isChangeable) in (changeable + fixed).sorted(by: {
      $0.0.region.offset < $1.0.region.offset
    }) {
      let before = isChangeable ? last : lastChangeable
      try check(
        before.end <= table.region.offset, table.name, offset: table.region.offset,
        "it overlaps \(before.name)")
      let end = table.region.range.upperBound
      if end > last.end { last = (end, table.name) }
      if isChangeable, end > lastChangeable.end { lastChangeable = (end, table.name) }
    }
  }

  /// The path in PT_INTERP, with the byte that ends it.
  private func interpreter(of image: DynamicImage) -> (name: String, region: FileRegion)? {
    guard let path = image.interpreter,
      let segment = image.segments.first(where: { $0.type == Segment.interpreter })
    else { return nil }
    let byteCount = min(path.count + 1, Int(clamping: segment.fileSize))
    return ("PT_INTERP", FileRegion(offset: Int(segment.offset), byteCount: byteCount))
  }

  /// `.symtab`, which nobody has read yet. One that the file does not have in full is no table, and
  /// an error for whoever reads it.
  private func staticSymbols(of image: DynamicImage) -> (name: String, region: FileRegion)? {
    guard let sections = image.sections?.table, let index = sections.staticSymbols else {
      return nil
    }
    let header = sections.headers[index]
    let name = SectionTable.staticSymbolsName
    return (try? reader.region(name, offset: header.offset, byteCount: header.size))
      .map { (name, $0) }
  }
}
