// A definition lies in a section that exists, and its value in a segment (or at the end of one, as
// `_end` does); thread-local and absolute values are no addresses. A mark of no type and no size may
// be made to lie elsewhere: `__global_pointer$` is 2 KiB behind the start of `.sdata`, which may be
// shorter (RISC-V psABI).

internal import ELFModel

extension Check {
  static let definitions = Check(id: "definitions") { image, findings in
    let structure = TableName.symbols.rawValue
    let sectionCount = image.sections?.table.headers.count
    let loads = image.segments.filter { $0.type == Segment.load }
    // Neighbours in the table often lie in one segment.
    var lastLoad: Segment?
    for index in image.symbolIndices where !image[index].isUndefined {
      let symbol = image[index]
      if let sectionCount {
        findings.expect(
          Int(symbol.sectionIndex) < sectionCount || symbol.sectionIndex >= 0xff00,
          in: structure, at: image.fileOffset(of: index),
          "\(image.text(of: index)) lies in section \(symbol.sectionIndex) of \(sectionCount)")
      }
      if symbol.isAbsolute || symbol.type == .threadLocal { continue }
      if symbol.type == .none && symbol.size == 0 { continue }
      if let lastLoad, lastLoad.holds(address: symbol.value) { continue }
      lastLoad = loads.first { $0.holds(address: symbol.value) }
      findings.expect(
        lastLoad != nil || loads.contains { symbol.value == $0.address &+ $0.memorySize },
        in: structure, at: image.fileOffset(of: index),
        "\(image.text(of: index)) lies outside every segment")
    }
  }
}
