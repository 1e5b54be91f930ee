// Every name reads as before, and `.dynstr` lost no byte but those of names that are gone.

internal import ELFModel

extension ComparisonCheck {
  static let names = ComparisonCheck(id: "names") { comparison, findings in
    let (before, after) = (comparison.before, comparison.after)
    guard before.strings != after.strings else { return }
    let structure = TableName.strings.rawValue
    let (old, new) = (before.strings.table.bytes, after.strings.table.bytes)
    guard
      findings.expect(
        comparison.latitude.removedSymbols && new.count <= old.count
          && before.strings.region.offset == after.strings.region.offset,
        in: structure, at: before.strings.region.offset, "it changed")
    else { return }
    for index in before.symbolIndices {
      guard let next = comparison.successor[index.position] else { continue }
      findings.expect(
        before.name(of: index) == after.name(of: next), in: structure,
        "\(before.text(of: index)) is \(after.text(of: next)) now")
    }
    for offset in before.nameOffsetsBesideSymbols {
      findings.expect(
        before.strings.table.name(at: offset) == after.strings.table.name(at: offset),
        in: structure, "\(before.strings.table.text(at: offset)) reads otherwise now")
    }
    let gone = bytes(ofNamesOf: comparison.removed, in: before)
    for position in old.indices {
      let now = position < new.count ? new[position] : 0
      findings.expect(
        now == old[position] || (now == 0 && gone[position]), in: structure,
        at: before.strings.region.offset + position, "a byte changed that no removed name had")
    }
  }

  /// For each byte of `.dynstr` whether it belongs to the name of one of `indices`.
  private static func bytes(ofNamesOf indices: [SymbolIndex], in image: DynamicImage) -> [Bool] {
    let bytes = image.strings.table.bytes
    var belongs = [Bool](repeating: false, count: bytes.count)
    for index in indices {
      var position = Int(image[index].nameOffset)
      // What is marked is so to the end of its name.
      while position < bytes.count, !belongs[position], bytes[position] != 0 {
        belongs[position] = true
        position += 1
      }
    }
    return belongs
  }
}
