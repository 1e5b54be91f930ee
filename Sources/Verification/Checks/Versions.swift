// `.gnu.version` runs beside `.dynsym`: the null symbol and the local ones have index 0, every
// other index is 1 or explained by a definition or a need. (GNU ld also writes 0 for data copied
// from a library without versions.) Some files come with versions of local symbols, `_init` and `_fini`
// among them.

internal import ELFModel

extension Check {
  static let versions = Check(id: "versions") { image, findings in
    guard let placed = image.versions else { return }
    let structure = TableName.versions.rawValue
    let versions = placed.table
    let count = image.symbols.table.count
    guard
      findings.expect(
        versions.count == count, in: structure, at: placed.region.offset,
        "it has \(versions.count) words for \(count) symbols")
    else { return }
    var isKnown = [Bool](repeating: false, count: 0x8000)
    let explained = image.versionDefinitions.map(\.number) + image.versionNeeds.map(\.number)
    for number in [0, 1] + explained { isKnown[Int(number)] = true }
    findings.expect(
      versions.first == .local, in: structure, at: placed.region.offset,
      "the null symbol has a version")
    for index in image.symbolIndices {
      let version = versions[index.position]
      findings.expect(
        isKnown[Int(version.number)], in: structure,
        at: placed.region.offset + index.position * 2,
        "symbol \(index.rawValue) has version \(version.number), which nothing explains")
    }
  }
  static let localVersions = Check(id: "local-versions") { image, findings in
    guard let placed = image.versions else { return }
    for (index, version) in zip(image.symbolIndices, placed.table.dropFirst()) {
      findings.expect(
        !image[index].isLocal || version == .local, in: TableName.versions.rawValue,
        at: placed.region.offset + index.position * 2,
        "\(image.text(of: index)) is local and has version \(version.number)")
    }
  }
}
