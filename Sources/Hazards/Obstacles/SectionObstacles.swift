// Sections that hold something about the entries of `.dynsym`, and are not understood.
//
// Sources: gABI, "sh_link and sh_info Interpretation" and "Relative Relocation Table"; LLVM's
// BinaryFormat/ELF.h for SHT_CREL and SHT_ANDROID_RELR.

internal import ELFModel

extension DynamicImage {
  /// Sections linked to `.dynsym` hold something about its entries.
  var sectionObstacles: [Obstacle] {
    guard let sections = sections?.table, let dynamicSymbols = sections.dynamicSymbols else {
      return []
    }
    let understood: [SectionType] = [
      .rela, .rel, .androidRela, .androidRel, .sysvHash, .gnuHash, .versions,
    ]
    return sections.headers.enumerated().compactMap { index, header in
      guard header.link == UInt32(dynamicSymbols), index != dynamicSymbols else { return nil }
      if let type = SectionType(rawValue: header.type), understood.contains(type) { return nil }
      if Self.relativeRelocationTypes.contains(header.type) { return nil }
      if Self.linksForAnotherReason(header) { return nil }
      let type = "0x" + String(header.type, radix: 16)
      if Self.compactRelocationTypes.contains(header.type) {
        return Obstacle(
          id: CompactRelocations.id, structure: sections.name(of: index),
          reason: CompactRelocations.reason("section type \(type)"))
      }
      return Obstacle(
        id: "unknown-section", structure: sections.name(of: index),
        reason: "a section of type \(type) is linked to .dynsym and may refer to symbols")
    }
  }

  /// `SHT_RELR`, and Android's number for it: addresses and bitmaps, no symbols. mold links such a
  /// section to `.dynsym` as it does other relocations; GNU ld and lld do not.
  private static let relativeRelocationTypes: Set<UInt32> = [0x13, 0x6fff_ff00]

  /// `SHT_CREL`: LLVM's number for the time being, and the proposed one.
  private static let compactRelocationTypes: Set<UInt32> = [0x4000_0014, 20]

  /// A link that is an order (SHF_LINK_ORDER), in sections whose type holds code, data or notes.
  static func linksForAnotherReason(_ header: Section) -> Bool {
    let plainTypes: Set<UInt32> = [1, 7, 8, 14, 15, 16]  // PROGBITS, NOTE, NOBITS, the arrays
    return header.flags & 0x80 != 0 && plainTypes.contains(header.type)
  }

  /// Of each kind of table there is one; a second header would be left untrue.
  var duplicateSections: [Obstacle] {
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
