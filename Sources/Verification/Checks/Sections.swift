// Section headers describe the tables that the dynamic section points to. A `.gnu.hash` that became
// shorter may end before its section does.

internal import ELFModel

extension Check {
  static let sections = Check(id: "sections") { image, findings in
    guard let sections = image.sections?.table else { return }
    let structure = TableName.sections.rawValue
    for table in tables(of: image) {
      guard let index = table.index, let region = table.region else { continue }
      let header = sections.headers[index]
      findings.expect(
        header.offset == UInt64(region.offset)
          && (table.address == nil || header.address == table.address),
        in: structure, "\(table.name) lies elsewhere than the dynamic section says")
      findings.expect(
        header.size == UInt64(region.byteCount)
          || table.name == TableName.gnuHash.rawValue && header.size > UInt64(region.byteCount),
        in: structure,
        "\(table.name) has \(region.byteCount) bytes, its section header says \(header.size)")
    }
    if let index = sections.dynamicSymbols {
      findings.expect(
        sections.stringTable(of: index) != nil, in: structure,
        "\(sections.name(of: index)) is not linked to a string table")
    }
  }

  private struct Description {
    let name: String
    let index: Int?
    let region: FileRegion?
    let address: UInt64?
  }

  private static func tables(of image: DynamicImage) -> [Description] {
    guard let sections = image.sections?.table else { return [] }
    let entries = image.dynamic.table
    func table(_ name: TableName, _ type: SectionType, _ region: FileRegion?, _ tag: DynamicTag)
      -> Description
    {
      Description(
        name: name.rawValue, index: sections.firstIndex(of: type), region: region,
        address: entries[tag])
    }
    return [
      table(.symbols, .dynamicSymbols, image.symbols.region, .symbols),
      table(.gnuHash, .gnuHash, image.gnuHash?.region, .gnuHash),
      table(.sysvHash, .sysvHash, image.sysvHash?.region, .hash),
      table(.versions, .versions, image.versions?.region, .versions),
      Description(
        name: TableName.strings.rawValue,
        index: sections.dynamicSymbols.flatMap(sections.stringTable),
        region: image.strings.region, address: entries[.strings]),
    ]
  }
}
