// `.hash` must lead to each symbol it holds and to no local one, and its nchain is the number of
// symbols: readers without section headers have no other (gABI chapter 5, "Hash Table").

internal import ELFModel

extension Check {
  static let sysvHash = Check(id: "sysv-hash") { image, findings in
    guard let placed = image.sysvHash else { return }
    let structure = TableName.sysvHash.rawValue
    let table = placed.table
    let count = image.symbols.table.count
    findings.expect(
      !table.buckets.isEmpty, in: structure, at: placed.region.offset,
      "it has no bucket, and a loader divides by their number")
    findings.expect(
      table.chains.count == count, in: structure, at: placed.region.offset,
      "nchain is \(table.chains.count), but there are \(count) symbols")
    let wordSize = image.header.machine.sysvHashWordSize
    for (position, link) in (table.buckets + table.chains).enumerated() {
      findings.expect(
        Int(link) < count, in: structure, at: placed.region.offset + (position + 2) * wordSize,
        "word \(position + 2) leads to symbol \(link) of \(count)")
    }
    var reached = SymbolSet()
    for bucket in table.buckets.indices {
      follow(bucket, of: table, in: image, &reached, &findings)
    }
  }

  /// Follows one bucket to its end: every symbol on the way is global, belongs to the bucket, and
  /// has not been met before.
  private static func follow(
    _ bucket: Int, of table: SysVHashTable, in image: DynamicImage, _ reached: inout SymbolSet,
    _ findings: inout Findings
  ) {
    let structure = TableName.sysvHash.rawValue
    var link = Int(table.buckets[bucket])
    while link != 0, link < table.chains.count, link < image.symbols.table.count {
      let index = SymbolIndex(link)
      guard
        findings.expect(
          !reached.contains(index), in: structure,
          "a chain comes back to symbol \(link), and a lookup would never end")
      else { return }
      reached.insert(index)
      let hash = image.strings.table.sysvHash(at: image[index].nameOffset)
      findings.expect(
        Int(hash) % table.buckets.count == bucket, in: structure,
        "a lookup of \(image.text(of: index)) does not reach its symbol")
      findings.expect(
        !image[index].isLocal, in: structure, "it holds the local symbol \(link)")
      link = Int(table.chains[link])
    }
  }
}
