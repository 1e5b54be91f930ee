// What makes a file unfit for `--convert-relocations`: a relocation that names a symbol and writes into a
// table. What is a word of the table now is one of the program's when the table has become shorter, and
// nobody can tell then what it held as such. Linkers write no such file.

public import ELFModel

extension DynamicImage {
  /// Everything that speaks against converting relocations: for each table of relocations the first of
  /// its records that writes into a table.
  public var conversionObstacles: [Obstacle] {
    let addresses = tableAddresses
    let wordSize = header.fileClass.bits / 8
    return relocations.lazy.filter(\.table.isLoaded).compactMap { placed in
      placed.table.symbolic.first { relocation in
        guard let offset = Int(exactly: relocation.offset), offset <= Int.max - wordSize else {
          return false
        }
        return addresses.overlaps(FileRegion(offset: offset, byteCount: wordSize))
      }.map {
        Obstacle(
          id: "relocated-table", structure: placed.table.name,
          reason: "record \($0.record) writes into a table that the loader reads")
      }
    }
  }

  /// Where the tables that may become shorter lie in memory.
  private var tableAddresses: RegionSet {
    let tables = tablesOfAnEdit.map(\.region)
    return RegionSet(
      segments.lazy.filter { $0.type == Segment.load }.flatMap { segment in
        tables.compactMap { table -> FileRegion? in
          let (offset, size) = (Int(clamping: segment.offset), Int(clamping: segment.fileSize))
          let end = offset &+ size < offset ? Int.max : offset &+ size
          let part = table.range.clamped(to: offset..<end)
          guard !part.isEmpty, let address = Int(exactly: segment.address),
            address <= Int.max - (part.upperBound - offset)
          else { return nil }
          return FileRegion(offset: address + (part.lowerBound - offset), byteCount: part.count)
        }
      })
  }
}
