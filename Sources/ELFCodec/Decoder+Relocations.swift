// Every table that holds indices into `.dynsym`: DT_RELA, DT_REL, DT_JMPREL, Android's packed
// ones (DT_ANDROID_RELA, DT_ANDROID_REL; see `AndroidRelocations.swift`), and sections linked
// to `.dynsym` that the dynamic section does not name. Sections linked to `.symtab`, as
// `--emit-relocs` leaves them, hold other indices and are not read.
//
// DT_JMPREL may lie within DT_RELA (psABI of some machines count it in DT_RELASZ); what lies
// within a table already found is not a table of its own.

internal import ELFModel

extension Decoder {
  struct Found {
    let name: String
    let format: RelocationFormat
    let region: FileRegion
  }

  func relocationTables(_ layout: DynamicLayout) throws -> [Placed<RelocationTable>] {
    let dynamic = try dynamicTables(layout)
    let candidates = try dynamic + sectionTables(layout, beside: dynamic)
    var found: [Found] = []
    // The longest of those that begin at the same place comes first; the dynamic section's names
    // come before the sections'.
    let sorted = candidates.enumerated().filter { !$1.region.range.isEmpty }.sorted {
      let (first, second) = ($0.element.region, $1.element.region)
      if first.offset != second.offset { return first.offset < second.offset }
      if first.byteCount != second.byteCount { return first.byteCount > second.byteCount }
      return $0.offset < $1.offset
    }
    for (_, candidate) in sorted {
      try check(
        candidate.region.byteCount % recordSize(candidate.format) == 0, candidate.name,
        offset: candidate.region.offset, "its size is no multiple of a record's")
      guard let last = found.last, last.region.range.overlaps(candidate.region.range) else {
        found.append(candidate)
        continue
      }
      try checkPart(candidate, of: last)
    }
    var allowance = packedAllowance
    return try found.map {
      let table =
        try $0.format.hasFixedRecords
        ? relocations($0, of: layout.machine)
        : packedRelocations($0, of: layout.machine, allowance: &allowance)
      return Placed(table, in: $0.region)
    }
  }

  /// Checks that `inner`, which begins within `outer`, is made of some of its records.
  private func checkPart(_ inner: Found, of outer: Found) throws {
    let distance = inner.region.offset - outer.region.offset
    try check(
      inner.format == outer.format && distance % recordSize(outer.format) == 0
        && inner.region.range.upperBound <= outer.region.range.upperBound, inner.name,
      offset: inner.region.offset, "it overlaps a part of \(outer.name)")
  }

  func recordSize(_ format: RelocationFormat) -> Int {
    switch format {
    case .rel: MemoryLayout<Records.Rel>.size
    case .rela: MemoryLayout<Records.Rela>.size
    case .packedRel, .packedRela: 1
    }
  }

  private func dynamicTables(_ layout: DynamicLayout) throws -> [Found] {
    let entries = layout.entries
    var tables: [(String, RelocationFormat, DynamicTag, size: DynamicTag)] = [
      ("DT_RELA", .rela, .rela, .relaSize), ("DT_REL", .rel, .rel, .relSize),
      ("DT_ANDROID_RELA", .packedRela, .androidRela, .androidRelaSize),
      ("DT_ANDROID_REL", .packedRel, .androidRel, .androidRelSize),
    ]
    if entries[.jmpRel] != nil {
      let format: RelocationFormat
      switch entries[.pltRelFormat] {
      case UInt64(DynamicTag.rela.rawValue): format = .rela
      case UInt64(DynamicTag.rel.rawValue): format = .rel
      default:
        throw DecodeError.malformed(
          structure: "DT_JMPREL", offset: layout.place(of: .pltRelFormat, or: .jmpRel),
          reason: "DT_PLTREL does not say what records it has")
      }
      tables.append(("DT_JMPREL", format, .jmpRel, .pltRelSize))
    }
    for (tag, format) in [
      (DynamicTag.relaEntrySize, RelocationFormat.rela), (.relEntrySize, .rel),
    ] {
      guard let size = entries[tag] else { continue }
      try check(
        size == UInt64(recordSize(format)), TableName.dynamic.rawValue,
        offset: layout.place(of: tag), "it gives relocation records \(size) bytes")
    }
    return try tables.compactMap { name, format, tag, sizeTag in
      guard let address = entries[tag] else { return nil }
      guard let size = entries[sizeTag] else {
        throw DecodeError.malformed(
          structure: name, offset: layout.place(of: tag),
          reason: "the dynamic section does not say its size")
      }
      guard size > 0 else { return nil }
      return Found(
        name: name, format: format,
        region: try layout.map.region(name, at: address, byteCount: size))
    }
  }

  /// The tables of sections linked to `.dynsym` that are not loaded. One that is loaded must be a
  /// part of a table that the loader knows, and lie where its address says: whatever else it claims
  /// to be, its bytes are the program's.
  private func sectionTables(_ layout: DynamicLayout, beside dynamic: [Found]) throws -> [Found] {
    guard let sections = layout.sections, let dynamicSymbols = sections.dynamicSymbols else {
      return []
    }
    return try sections.headers.enumerated().compactMap { index, header in
      guard header.link == UInt32(dynamicSymbols), header.size > 0 else { return nil }
      let format: RelocationFormat
      switch SectionType(rawValue: header.type) {
      case .rela: format = .rela
      case .rel: format = .rel
      case .androidRela: format = .packedRela
      case .androidRel: format = .packedRel
      default: return nil
      }
      let name = sections.name(of: index)
      let region = try reader.region(name, offset: header.offset, byteCount: header.size)
      guard header.isAllocated else {
        try check(
          !layout.map.holdsBytes(in: region), name, offset: region.offset,
          "it is no part of the program, but lies in a segment of it")
        return Found(name: name, format: format, region: region)
      }
      let mapped = try layout.map.region(name, at: header.address, byteCount: header.size)
      try check(
        mapped == region, name, offset: region.offset,
        "its section header and its segment give it different offsets")
      try check(
        dynamic.contains {
          $0.region.range.lowerBound <= region.offset
            && region.range.upperBound <= $0.region.range.upperBound
        }, name, offset: region.offset, "the dynamic section knows no such relocations")
      return nil
    }
  }

  /// Reads a table whose records have one size.
  func relocations(_ found: Found, of machine: Machine) throws -> RelocationTable {
    let symbolic =
      switch found.format {
      case .rel: try symbolicRecords(found, of: machine, as: Records.Rel.self)
      case .rela, .packedRel, .packedRela:
        try symbolicRecords(found, of: machine, as: Records.Rela.self)
      }
    return RelocationTable(
      name: found.name, format: found.format,
      recordCount: found.region.byteCount / recordSize(found.format), symbolic: symbolic)
  }

  private func symbolicRecords<Record: WireRecord>(
    _ found: Found, of machine: Machine, as _: Record.Type
  ) throws -> [Relocation] where Record.Model == WireRelocation {
    let size = MemoryLayout<Record>.size
    let count = found.region.byteCount / size
    try check(
      UInt32(exactly: max(0, count - 1)) != nil, found.name, offset: found.region.offset,
      "it has too many records")
    let hasFields = machine.hasRelocationFields(Records.fileClass, translation.byteOrder)
    let chunk = 4096
    var symbolic: [Relocation] = []
    for first in stride(from: 0, to: count, by: chunk) {
      let region = FileRegion(
        offset: found.region.offset + first * size, byteCount: min(chunk, count - first) * size)
      translation.forEach(Record.self, in: try reader.bytes(region)) { index, record in
        let record = hasFields ? record.readAsFields : record
        guard record.symbol != 0 else { return }
        symbolic.append(
          Relocation(
            record: UInt32(first + index), type: record.type,
            symbol: SymbolIndex(rawValue: record.symbol), offset: record.offset,
            addend: record.addend))
      }
    }
    return symbolic
  }
}
