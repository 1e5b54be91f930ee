// Where the loader misreads a relocation that names a local symbol (ELFModel/MisreadReferences.swift),
// none names a symbol that became local. What named a local symbol before, as linkers write it, is no
// edit's.

internal import ELFModel

extension ComparisonCheck {
  static let misreadReferences = ComparisonCheck(id: "misread-references") {
    comparison, findings in
    let after = comparison.after
    guard after.misreadsDemotedReferences else { return }
    let demoted = SymbolSet(
      comparison.demoted.lazy.compactMap { comparison.successor[$0.position] })
    for placed in after.relocations where placed.table.isLoaded {
      for relocation in placed.table.symbolic {
        findings.expect(
          !demoted.contains(relocation.symbol), in: placed.table.name,
          "record \(relocation.record) names a symbol that became local, which the file's loader "
            + "misreads")
      }
    }
  }
}
