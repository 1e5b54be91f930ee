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
      allowance -= strings.length(at: offset)
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
    let versionLengths = versionLengths(in: image)
    let versions = image.versions?.table ?? []
    for index in image.symbolIndices {
      allowance -= strings.length(at: image[index].nameOffset)
      if index.position < versions.count {
        let number = Int(versions[index.position].number)
        if number < versionLengths.count { allowance -= versionLengths[number] }
      }
      try check(
        allowance >= 0, TableName.symbols.rawValue,
        offset: image.symbols.region.offset + index.position * MemoryLayout<Records.Symbol>.size,
        "its names overlap many times over")
    }
  }

  /// For each number of a version how long the name is that it gives a symbol.
  private func versionLengths(in image: DynamicImage) -> [Int] {
    let strings = image.strings.table
    let numbers = image.versionDefinitions.map(\.number) + image.versionNeeds.map(\.number)
    var lengths = [Int](repeating: 0, count: Int(numbers.max() ?? 0) + 1)
    for definition in image.versionDefinitions where !definition.isBase {
      lengths[Int(definition.number)] = strings.length(at: definition.nameOffset)
    }
    for need in image.versionNeeds {
      lengths[Int(need.number)] = strings.length(at: need.nameOffset)
    }
    // 0 and 1 stand for no version, whatever a list says.
    for number in lengths.indices.prefix(2) { lengths[number] = 0 }
    return lengths
  }
}
