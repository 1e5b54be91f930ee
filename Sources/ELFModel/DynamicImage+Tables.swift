// Which bytes of a file belong to which table.

extension DynamicImage {
  /// The tables that a demotion may change, with the bytes they occupy. Tables without bytes are
  /// left out.
  public var changeableTables: [(name: String, region: FileRegion)] {
    var tables: [(String, FileRegion)] = [(TableName.symbols.rawValue, symbols.region)]
    if let gnuHash { tables.append((TableName.gnuHash.rawValue, gnuHash.region)) }
    if let sysvHash { tables.append((TableName.sysvHash.rawValue, sysvHash.region)) }
    if let versions { tables.append((TableName.versions.rawValue, versions.region)) }
    tables += relocations.map { ($0.table.name, $0.region) }
    if let sections { tables.append((TableName.sections.rawValue, sections.region)) }
    return tables.filter { $0.1.byteCount > 0 }
  }

  /// The tables that any edit may change: beside those of a demotion the dynamic section and the
  /// names, which say less after a removal.
  public var tablesOfAnEdit: [(name: String, region: FileRegion)] {
    changeableTables
      + [
        (TableName.dynamic.rawValue, dynamic.region), (TableName.strings.rawValue, strings.region),
      ].filter { $0.1.byteCount > 0 }
  }

  /// The tables that a demotion alone reads and never changes.
  public var fixedTables: [(name: String, region: FileRegion)] {
    let header = FileRegion(offset: 0, byteCount: header.fileClass == .elf64 ? 64 : 52)
    let segments = FileRegion(
      offset: self.header.segmentTable.lowerBound, byteCount: self.header.segmentTable.count)
    var tables: [(String, FileRegion)] = [
      (TableName.fileHeader.rawValue, header), (TableName.segments.rawValue, segments),
      (TableName.dynamic.rawValue, dynamic.region), (TableName.strings.rawValue, strings.region),
    ]
    if let list = versionDefinitionList {
      tables.append((TableName.versionDefinitions.rawValue, list.region))
    }
    if let list = versionNeedList {
      tables.append((TableName.versionNeeds.rawValue, list.region))
    }
    if let names = sections?.table.names {
      tables.append((TableName.sectionNames.rawValue, names.region))
    }
    return tables.filter { $0.1.byteCount > 0 }
  }
}
