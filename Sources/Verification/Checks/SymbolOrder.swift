// Locals come first, and `sh_info` says where they end (gABI chapter 4, "Symbol Table"). Linkers
// reject a library in which they do not.

internal import ELFModel

extension Check {
  static let symbolOrder = Check(id: "symbol-order") { image, findings in
    let structure = TableName.symbols.rawValue
    let symbols = image.symbols.table
    let null = DynamicSymbol(
      nameOffset: 0, info: 0, other: 0, sectionIndex: 0, value: 0, size: 0)
    findings.expect(
      symbols.first == null, in: structure, at: image.symbols.region.offset,
      "entry 0 is not the null symbol")
    let firstGlobal = image.symbolIndices.first { !image[$0].isLocal }?.position ?? symbols.count
    for index in image.symbolIndices.dropFirst(max(0, firstGlobal - 1)) {
      findings.expect(
        !image[index].isLocal, in: structure, at: image.fileOffset(of: index),
        "symbol \(index.rawValue) is local but stands after one that is not")
    }
    guard let sections = image.sections?.table, let section = sections.dynamicSymbols else {
      return
    }
    let info = Int(sections.headers[section].info)
    findings.expect(
      info == firstGlobal, in: TableName.sections.rawValue,
      "sh_info of .dynsym is \(info), but the first symbol that is not local is \(firstGlobal)")
  }
}
