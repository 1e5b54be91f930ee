// What speaks against taking names out of a file: somebody else reads them, or the bytes that would
// change are also something else's.

public import ELFModel

extension DynamicImage {
  /// Everything that speaks against removing symbols and their names.
  public var removalObstacles: [Obstacle] { foreignReaders + sharedBytes }

  /// Sections other than the known ones that take names from `.dynstr`.
  private var foreignReaders: [Obstacle] {
    guard let sections = sections?.table,
      let strings = sections.dynamicSymbols.flatMap(sections.stringTable)
    else { return [] }
    // DYNAMIC, DYNSYM, GNU_verdef, GNU_verneed.
    let known: Set<UInt32> = [6, 11, 0x6fff_fffd, 0x6fff_fffe]
    return sections.headers.enumerated().compactMap { index, header in
      guard header.link == UInt32(strings), !known.contains(header.type) else { return nil }
      return Obstacle(
        id: "shared-names", structure: sections.name(of: index),
        reason: "it takes names from .dynstr, and a removal might take them away")
    }
  }

  /// The names and the dynamic section lie in bytes of their own. (Those of every other table that
  /// changes do in any file that decodes.)
  private var sharedBytes: [Obstacle] {
    let fixed = fixedTables
    return [(TableName.strings, strings.region), (.dynamic, dynamic.region)].compactMap {
      name, region in
      let others = fixed.filter { $0.name != name.rawValue }
      guard let other = others.first(where: { RegionSet([$0.region]).overlaps(region) }) else {
        return nil
      }
      return Obstacle(
        id: "shared-names", structure: name.rawValue, reason: "it shares bytes with \(other.name)")
    }
  }
}
