// `.gnu.hash` must lead to each symbol it covers and to no local one.

internal import ELFModel

extension Check {
  static let gnuHash = Check(id: "gnu-hash") { image, findings in
    guard let placed = image.gnuHash else { return }
    let structure = TableName.gnuHash.rawValue
    let table = placed.table
    let count = image.symbols.table.count
    findings.expect(
      Int(table.symbolOffset) <= count, in: structure, at: placed.region.offset + 4,
      "it begins at symbol \(table.symbolOffset) of \(count)")
    findings.expect(
      table.chains.isEmpty || table.chains.last.map { $0 & 1 } == 1, in: structure,
      at: placed.region.range.upperBound - 4, "the last chain does not end")
    if table.chains.isEmpty {
      findings.expect(
        table.buckets.allSatisfy { $0 == 0 }, in: structure, "it has buckets but no chains")
    }
    var lookup = DynamicLookup(image)
    for index in image.symbolIndices where table.holds(index) {
      let name = image.name(of: index)
      findings.expect(
        !image[index].isLocal, in: structure, "it covers the local symbol \(index.rawValue)")
      findings.expect(
        lookup.throughGNUHash(name).contains(index), in: structure,
        "a lookup of \(String(decoding: name, as: UTF8.self)) does not reach its symbol")
    }
    findings.expect(lookup.isComplete, in: structure, DynamicLookup.endless)
  }
}
