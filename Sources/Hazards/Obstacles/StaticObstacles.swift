// What makes a file unfit for `--symtab`: a section linked to `.symtab` that may hold indices of its
// entries and is not renumbered. Linkers leave relocations there (`--emit-relocs`), groups and wide
// section numbers, which are; LLVM's SHT_LLVM_ADDRSIG and SHT_LLVM_CALL_GRAPH_PROFILE are for
// relocatable objects, and hold indices in variable length that might not fit.

public import ELFModel

extension DynamicImage {
  /// Everything that speaks against renumbering `.symtab`.
  public var staticObstacles: [Obstacle] {
    guard let sections = sections?.table, let table = sections.staticSymbols else { return [] }
    var found: [Obstacle] = []
    for (index, header) in sections.headers.enumerated() where index != table {
      let number = "0x" + String(header.type, radix: 16)
      if header.type == SectionType.staticSymbols.rawValue {
        found.append(
          Obstacle(
            id: Obstacle.staticHolder, structure: sections.name(of: index),
            reason: "there is more than one .symtab, and --symtab can only keep one true"))
        continue
      }
      guard header.link == UInt32(table), !Self.isStaticPart(header),
        !Self.linksForAnotherReason(header)
      else { continue }
      found.append(
        Obstacle(
          id: Obstacle.staticHolder, structure: sections.name(of: index),
          reason: "a section of type \(number) is linked to .symtab and may refer to its entries; "
            + "without --symtab it stays true"))
    }
    return found
  }

  /// Whether --symtab keeps such a section true.
  private static func isStaticPart(_ header: Section) -> Bool {
    let isCompressed = header.flags & 0x800 != 0  // SHF_COMPRESSED
    switch SectionType(rawValue: header.type) {
    case .rel, .rela, .sectionIndices: return !isCompressed && !header.isAllocated
    case .group: return !isCompressed
    // Only sh_link of a section whose other fields refer to something else; gABI "sh_link".
    default: return header.type == 0
    }
  }
}

extension Obstacle {
  /// The id of an obstacle to `--symtab` alone.
  public static let staticHolder = "symtab-holder"
}
