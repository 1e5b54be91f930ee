// Section headers, made to say what the tables are now. That of `.gnu.hash` keeps its size, though the
// table needs less: by its size elfutils (eu-unstrip) tells which section of a debug file, split off
// before, it corresponds to, and zeroes behind the last chain mislead nobody.

internal import ELFModel

extension DynamicImage {
  /// Makes the section headers say where the locals end and how long the tables are.
  mutating func describeInSections() {
    guard var table = sections?.table else { return }
    func describe(_ section: Int?, _ region: FileRegion?) {
      guard let section, let region else { return }
      table.headers[section].size = UInt64(region.byteCount)
    }
    if let index = table.dynamicSymbols {
      table.headers[index].info = symbols.table.firstGlobal
      describe(index, symbols.region)
      describe(table.stringTable(of: index), strings.region)
    }
    describe(table.firstIndex(of: .sysvHash), sysvHash?.region)
    describe(table.firstIndex(of: .versions), versions?.region)
    sections?.table = table
  }
}
