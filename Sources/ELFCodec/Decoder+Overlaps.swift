// A table that is edited shares no byte with another: the edit of one would be an edit of both, and
// a file that claims such a thing is not edited at all. Tables that are only read may share.

internal import ELFModel

extension Decoder {
  func checkOverlaps(in image: DynamicImage) throws {
    let changeable = image.changeableTables.map { ($0, isChangeable: true) }
    let fixed = image.fixedTables.map { ($0, isChangeable: false) }
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
}
