// A library without a file, for readers whose result is asked about symbols.

internal import ELFModel

/// The image.
enum SampleImage {
  /// Exports, imports and versions under names that the seeds of the other targets use.
  static let library: DynamicImage = {
    let names = [
      "foo", "bar", "plugin_init", "_ZN3foo3barEv", "_ZN3foo3bazEi", "malloc", "b", "V1", "V2",
    ]
    var text: [UInt8] = [0]
    var symbols = [
      DynamicSymbol(nameOffset: 0, info: 0, other: 0, sectionIndex: 0, value: 0, size: 0)
    ]
    var versions = [VersionIndex.local]
    var offsets: [UInt32] = []
    for (position, name) in names.enumerated() {
      offsets.append(UInt32(text.count))
      text += Array(name.utf8) + [0]
      guard !name.hasPrefix("V") else { continue }
      symbols.append(
        DynamicSymbol(
          nameOffset: offsets[position], info: 0x12, other: 0,
          sectionIndex: position % 4 == 3 ? 0 : 5, value: UInt64(position * 16), size: 8))
      versions.append(VersionIndex(rawValue: UInt16(position % 3 + 1)))
    }
    guard let strings = StringTable(text) else { fatalError("its last name ends") }
    func placed<Table>(_ table: Table) -> Placed<Table> {
      Placed(table, in: FileRegion(offset: 0, byteCount: 0))
    }
    return DynamicImage(
      header: FileHeader(
        fileClass: .elf64, byteOrder: .little, machine: .known(code: 62, fileClass: .elf64),
        objectType: .sharedLibrary, segmentTable: 0..<0),
      fileSize: 0, segments: [], sections: nil, interpreter: nil, dynamic: placed([]),
      strings: placed(strings), symbols: placed(symbols), versions: placed(versions),
      versionDefinitionList: placed([
        VersionDefinition(number: 2, isBase: false, nameOffset: offsets[7]),
        VersionDefinition(number: 3, isBase: false, nameOffset: offsets[8]),
      ]), versionNeedList: nil, gnuHash: nil, sysvHash: nil, relocations: [])
  }()
}
