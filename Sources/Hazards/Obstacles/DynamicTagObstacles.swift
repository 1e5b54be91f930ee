// Entries of the dynamic section that lead to symbols, or may.
//
// Sources: gABI, "Dynamic Section"; elf.h (`DT_…`); LLVM's BinaryFormat/DynamicTags.def (DT_CREL, and
// 38, which the gABI's list proposes for it; DT_ANDROID_REL and its like); for prelink its
// src/prelink.h.

internal import ELFModel

extension DynamicImage {
  var tagObstacles: [Obstacle] { dynamic.table.compactMap(obstacle) }

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
    case .compactRelocations, .proposedCompactRelocations:
      return Obstacle(
        id: CompactRelocations.id, structure: structure,
        reason: CompactRelocations.reason("tag \(number)"))
    default:
      if KnownTags.holdNoSymbols(entry.tag, on: header.machine) { return nil }
      return Obstacle(
        id: "unknown-tag", structure: structure,
        reason: "tag \(number) is unknown and may refer to symbols")
    }
  }
}

/// CREL: records that are not all of one size, so that a symbol's number is not replaced without
/// moving what follows.
enum CompactRelocations {
  static let id = "packed-relocations"

  static func reason(_ place: String) -> String {
    "its relocations are in CREL (\(place)), in which symbols are not renumbered"
  }
}

extension DynamicTag {
  /// `DT_CREL`, as LLVM has it for the time being.
  fileprivate static let compactRelocations = DynamicTag(rawValue: 0x4000_0026)
  /// `DT_CREL`, as proposed.
  fileprivate static let proposedCompactRelocations = DynamicTag(rawValue: 38)
}

/// Dynamic tags that say nothing about the numbering of symbols, or that the codec follows.
enum KnownTags {
  static func holdNoSymbols(_ tag: DynamicTag, on machine: Machine) -> Bool {
    switch tag.rawValue {
    case 0...33, 35...37: true  // gABI, up to DT_RELR…; 34 is DT_SYMTAB_SHNDX
    case 0x6000_000f...0x6000_0012: true  // DT_ANDROID_REL, RELSZ, RELA, RELASZ
    case 0x6fff_e000...0x6fff_e005: true  // DT_ANDROID_RELR, RELRSZ, RELRENT, RELRCOUNT
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
