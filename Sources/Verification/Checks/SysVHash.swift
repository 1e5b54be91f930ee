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
    for (position, link) in (table.buckets + table.chains).enumerated() {
      findings.expect(
        Int(link) < count, in: structure, "word \(position + 2) leads to symbol \(link) of \(count)"
      )
    }
    findings.expect(
      !table.hasLoop, in: structure, at: placed.region.offset,
      "a chain comes back to a symbol, and a lookup would never end")
    let members = table.members()
    var lookup = DynamicLookup(image)
    for index in image.symbolIndices where index.position < members.count {
      guard members[index.position] else { continue }
      let name = image.name(of: index)
      findings.expect(
        !image[index].isLocal, in: structure, "it holds the local symbol \(index.rawValue)")
      findings.expect(
        lookup.throughSysVHash(name).contains(index), in: structure,
        "a lookup of \(String(decoding: name, as: UTF8.self)) does not reach its symbol")
    }
    findings.expect(lookup.isComplete, in: structure, DynamicLookup.endless)
  }
}

extension SysVHashTable {
  /// Whether some chain meets a symbol twice, or two chains meet the same one.
  fileprivate var hasLoop: Bool {
    var reached = [Bool](repeating: false, count: chains.count)
    for bucket in buckets {
      var index = Int(bucket)
      while index != 0, index < chains.count {
        if reached[index] { return true }
        reached[index] = true
        index = Int(chains[index])
      }
    }
    return false
  }
}
