// How long names may be, taken together. Every later step reads each name, so names that overlap
// without measure would make it take the square of the file's size, and reports more memory than
// there is. Linkers share tails, but names are rarely longer than the string table: on a whole
// Debian system at most 1.2 times as long.

internal import ELFModel

extension Decoder {
  /// How long the names of a table of symbols may be.
  func nameAllowance(_ strings: StringTable, symbolCount: Int) -> Int {
    strings.bytes.count * 4 + symbolCount * 64 + 0x10000
  }

  /// Checks that names and versions are not much longer than the tables they come from.
  func checkNameLengths(in image: DynamicImage) throws {
    let strings = image.strings.table
    var allowance = nameAllowance(strings, symbolCount: image.symbols.table.count)
    func charge(_ offset: UInt32, _ structure: TableName, at place: Int?) throws {
      allowance -= strings.name(at: offset).count
      try check(
        allowance >= 0, structure.rawValue, offset: place, "its names overlap many times over")
    }
    for definition in image.versionDefinitions {
      try charge(
        definition.nameOffset, .versionDefinitions, at: image.versionDefinitionList?.region.offset)
    }
    for need in image.versionNeeds {
      try charge(need.nameOffset, .versionNeeds, at: image.versionNeedList?.region.offset)
    }
    let naming = SymbolNaming(image)
    for index in image.symbolIndices {
      let size = MemoryLayout<Records.Symbol>.size
      let place = image.symbols.region.offset + index.position * size
      try charge(image[index].nameOffset, .symbols, at: place)
      if let version = naming.versionOffset(of: index) {
        try charge(version, .symbols, at: place)
      }
    }
  }
}
