// Relocations name symbols that exist. One that is bound lazily must not name a visible local
// symbol: glibc would look it up by name and bind it elsewhere (elf/dl-runtime.c `_dl_fixup`).

internal import ELFModel

extension Check {
  static let relocations = Check(id: "relocations") { image, findings in
    let count = image.symbols.table.count
    let types = image.header.machine.relocationTypes
    for placed in image.relocations {
      // A packed record has no place of its own.
      let recordSize =
        placed.table.format.hasFixedRecords
        ? placed.region.byteCount / max(1, placed.table.recordCount) : 0
      for relocation in placed.table.symbolic {
        let offset = placed.region.offset + Int(relocation.record) * recordSize
        guard
          findings.expect(
            relocation.symbol.position < count, in: placed.table.name, at: offset,
            "record \(relocation.record) names symbol \(relocation.symbol.rawValue) of \(count)")
        else { continue }
        let symbol = image[relocation.symbol]
        guard symbol.isLocal, let types else { continue }
        let isBoundByName =
          relocation.type == types.jumpSlot && !symbol.visibility.isClosed
          && symbol.type != .section && !symbol.isUndefined
        findings.expect(
          !isBoundByName, in: placed.table.name, at: offset,
          "record \(relocation.record) binds the local symbol \(relocation.symbol.rawValue) by name"
        )
      }
    }
  }
}
