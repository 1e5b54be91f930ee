// What makes a whole file unfit for an edit: some part of it stores indices into `.dynsym`, or
// their order, and is not understood. Such a part would silently mean other symbols afterwards.
//
// No option lifts an obstacle: it is not a risk but an edit that cannot be made whole.

public import ELFModel

/// A part of a file that an edit could not keep true.
public struct Obstacle: Sendable, Equatable {
  /// The id of the obstacle that lies in the machine, and not in the file.
  public static let machine = "machine"

  /// A stable name.
  public let id: String
  /// The structure it lies in.
  public let structure: String
  /// What is in the way.
  public let reason: String
}

extension DynamicImage {
  /// Everything that speaks against editing the file.
  public var obstacles: [Obstacle] {
    var found: [Obstacle] = []
    if let reason = header.machine.reasonAgainstDemotion {
      found.append(
        Obstacle(
          id: Obstacle.machine, structure: TableName.fileHeader.rawValue, reason: reason))
    }
    found += dynamic.table.lazy.compactMap(obstacle)
    found += sectionObstacles + duplicateSections
    if let uncountedSymbols { found.append(uncountedSymbols) }
    return found
  }

  /// Without hash tables and section headers only relocations speak of symbols, and none of them may
  /// name the last ones. Another order would hide other symbols, or show them.
  private var uncountedSymbols: Obstacle? {
    guard gnuHash == nil, sysvHash == nil, sections?.table.dynamicSymbols == nil else { return nil }
    return Obstacle(
      id: "uncounted-symbols", structure: TableName.symbols.rawValue,
      reason: "neither a hash table nor a section header says how many symbols there are")
  }

  private func obstacle(_ entry: DynamicEntry) -> Obstacle? {
    let structure = TableName.dynamic.rawValue
    let number = "0x" + String(UInt64(bitPattern: entry.tag.rawValue), radix: 16)
    switch entry.tag {
    case .gnuPrelinked, .gnuConflict, .gnuLibraryList, .checksum:
      return Obstacle(
        id: "prelinked", structure: structure,
        reason: "the file is prelinked (tag \(number)): `prelink --undo` it first")
    case .moveTable, .symbolInfo, .symbolSectionIndices:
      return Obstacle(
        id: "symbol-holder", structure: structure,
        reason: "tag \(number) refers to a table of symbols that is not renumbered")
    default:
      if KnownTags.holdNoSymbols(entry.tag, on: header.machine) { return nil }
      return Obstacle(
        id: "unknown-tag", structure: structure,
        reason: "tag \(number) is unknown and may refer to symbols")
    }
  }

  /// Sections linked to `.dynsym` hold something about its entries.
  private var sectionObstacles: [Obstacle] {
    guard let sections = sections?.table, let dynamicSymbols = sections.dynamicSymbols else {
      return []
    }
    let understood: [SectionType] = [.rela, .rel, .sysvHash, .gnuHash, .versions]
    return sections.headers.enumerated().compactMap { index, header in
      guard header.link == UInt32(dynamicSymbols), index != dynamicSymbols else { return nil }
      if let type = SectionType(rawValue: header.type), understood.contains(type) { return nil }
      if Self.linksForAnotherReason(header) { return nil }
      let type = "0x" + String(header.type, radix: 16)
      return Obstacle(
        id: "unknown-section", structure: sections.name(of: index),
        reason: "a section of type \(type) is linked to .dynsym and may refer to symbols")
    }
  }

  /// A link that is an order (SHF_LINK_ORDER), in sections whose type holds code, data or notes.
  private static func linksForAnotherReason(_ header: Section) -> Bool {
    let plainTypes: Set<UInt32> = [1, 7, 8, 14, 15, 16]  // PROGBITS, NOTE, NOBITS, the arrays
    return header.flags & 0x80 != 0 && plainTypes.contains(header.type)
  }

  /// Of each kind of table there is one; a second header would be left untrue.
  private var duplicateSections: [Obstacle] {
    guard let sections = sections?.table else { return [] }
    return [SectionType.dynamicSymbols, .gnuHash, .sysvHash, .versions].compactMap { type in
      let indices = sections.headers.indices.filter { sections.headers[$0].type == type.rawValue }
      guard indices.count > 1, let second = indices.dropFirst().first else { return nil }
      return Obstacle(
        id: "duplicate-section", structure: sections.name(of: second),
        reason: "there are \(indices.count) sections of its type, and only one can be kept true")
    }
  }
}

extension Machine {
  /// Why no symbol of such a file can be demoted; nil if that is no reason.
  fileprivate var reasonAgainstDemotion: String? {
    switch localSymbols {
    case .boundByIndex: nil
    case .misread(let reason): "demotion would break files for \(name): \(reason)"
    case .unknown: "how loaders treat local symbols on \(name) is not known"
    }
  }
}

/// Dynamic tags that say nothing about the numbering of symbols, or that the codec follows.
enum KnownTags {
  static func holdNoSymbols(_ tag: DynamicTag, on machine: Machine) -> Bool {
    switch tag.rawValue {
    case 0...33, 35...37: true  // gABI, up to DT_RELR…; 34 is DT_SYMTAB_SHNDX
    case 0x6fff_fdf4: true  // DT_GNU_FLAGS_1
    case 0x6fff_fdf9...0x6fff_fdfd: true  // DT_PLTPADSZ, MOVEENT, MOVESZ, FEATURE_1, POSFLAG_1
    case 0x6fff_fdfe...0x6fff_fdff: true  // DT_SYMINSZ, DT_SYMINENT
    case 0x6fff_fef5...0x6fff_fef7: true  // DT_GNU_HASH, DT_TLSDESC_PLT, DT_TLSDESC_GOT
    case 0x6fff_fefa...0x6fff_fefd: true  // DT_CONFIG, DT_DEPAUDIT, DT_AUDIT, DT_PLTPAD
    case 0x6fff_fff0, 0x6fff_fff9...0x6fff_ffff: true  // DT_VERSYM, RELACOUNT … DT_VERNEEDNUM
    case 0x7fff_fffd...0x7fff_ffff: true  // DT_AUXILIARY, DT_USED, DT_FILTER
    default: machine.plainTags.contains(tag.rawValue)
    }
  }
}
