// Section headers describe the tables that the dynamic section points to.

internal import ELFModel

extension Check {
  static let sections = Check(id: "sections") { image, findings in
    guard let sections = image.sections?.table else { return }
    let structure = TableName.sections.rawValue
    let places: [(SectionType, String, FileRegion?, DynamicTag)] = [
      (.dynamicSymbols, TableName.symbols.rawValue, image.symbols.region, .symbols),
      (.gnuHash, TableName.gnuHash.rawValue, image.gnuHash?.region, .gnuHash),
      (.sysvHash, TableName.sysvHash.rawValue, image.sysvHash?.region, .hash),
      (.versions, TableName.versions.rawValue, image.versions?.region, .versions),
    ]
    for (type, name, region, tag) in places {
      guard let index = sections.firstIndex(of: type), let region else { continue }
      let header = sections.headers[index]
      findings.expect(
        header.address == image.dynamic.table[tag] && header.offset == UInt64(region.offset),
        in: structure, "\(name) lies elsewhere than the dynamic section says")
      findings.expect(
        header.size == UInt64(region.byteCount), in: structure,
        "\(name) has \(region.byteCount) bytes, its section header says \(header.size)")
    }
  }
}
