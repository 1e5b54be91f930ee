// Every export is found through every hash table that the file has: loaders choose by taste, and
// a name that only one of them finds binds differently from one system to the next.

internal import ELFModel

extension Check {
  static let hashAgreement = Check(id: "hash-agreement") { image, findings in
    let members = image.sysvHash?.table.members()
    for index in image.exports {
      if let table = image.gnuHash?.table {
        findings.expect(
          table.holds(index), in: TableName.gnuHash.rawValue, at: image.gnuHash?.region.offset,
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
