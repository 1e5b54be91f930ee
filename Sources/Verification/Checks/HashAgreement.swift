// Every export is found through every hash table that the file has: loaders choose by taste, and
// a name that only one of them finds binds differently from one system to the next.

internal import ELFModel

extension Check {
  static let hashAgreement = Check(id: "hash-agreement") { image, findings in
    let members = image.sysvHash?.table.members()
    let held = image.gnuHash?.table.heldPositions
    for index in image.exports {
      if let held {
        findings.expect(
          held.contains(index.position), in: TableName.gnuHash.rawValue,
          at: image.gnuHash?.region.offset,
          "the export \(image.text(of: index)) is not in it")
      }
      if let members {
        findings.expect(
          index.position < members.count && members[index.position],
          in: TableName.sysvHash.rawValue, at: image.sysvHash?.region.offset,
          "the export \(image.text(of: index)) is not in it")
      }
    }
  }
}
