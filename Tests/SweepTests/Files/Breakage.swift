// Ways to damage a demoted file, each of which something has to notice.

import ELFCodec
import ELFModel

/// A small damage to a file.
enum Breakage: CaseIterable, Sendable {
  case chainWord
  case bloomWord
  case bucket
  case bucketBeyondTheTable
  case version
  case symbolValue
  case relocationSymbol
  case jumpSlotInSight
  case hiddenForNoReason
  case byteOutsideTables

  /// The edits that do it to the file that `image` was decoded from.
  func edits(of image: DynamicImage, in source: MappedFile) throws -> [ByteEdit] {
    var broken = image
    let slots = image.jumpSlotSymbols
    let demoted = image.symbolIndices.filter { image[$0].isLocal && !image[$0].isUndefined }
    func setVisibility(_ visibility: SymbolVisibility, of index: SymbolIndex?) {
      if let index { broken.symbols.table[index.position].visibility = visibility }
    }
    switch self {
    case .chainWord: broken.gnuHash?.table.chains[0] ^= 0x100
    case .bloomWord:
      let word = image.gnuHash?.table.bloom.firstIndex { $0 != 0 }
      if let word { broken.gnuHash?.table.bloom[word] = 0 }
    case .bucket:
      let bucket = image.gnuHash?.table.buckets.firstIndex { $0 != 0 }
      if let bucket { broken.gnuHash?.table.buckets[bucket] += 1 }
    case .bucketBeyondTheTable: broken.gnuHash?.table.buckets[0] = 0x7fff_ffff
    case .version:
      broken.versions?.table[demoted[0].position] = VersionIndex(rawValue: 1)
    case .symbolValue:
      let exported = image.exports[0].position
      let old = image.symbols.table[exported]
      broken.symbols.table[exported] = DynamicSymbol(
        nameOffset: old.nameOffset, info: old.info, other: old.other,
        sectionIndex: old.sectionIndex, value: old.value + 1, size: old.size)
    case .relocationSymbol:
      let table = image.relocations.firstIndex { !$0.table.symbolic.isEmpty }
      if let table {
        broken.relocations[table].table.symbolic[0].symbol = image.exports[0]
      }
    case .jumpSlotInSight: setVisibility(.default, of: demoted.first(where: slots.contains))
    case .hiddenForNoReason:
      setVisibility(.hidden, of: demoted.first { !slots.contains($0) })
    case .byteOutsideTables: return byteOutsideTables(image, source)
    }
    return try encode(broken, over: image, in: source)
  }

  /// The last byte of the first executable segment.
  private func byteOutsideTables(_ image: DynamicImage, _ source: MappedFile) -> [ByteEdit] {
    guard let code = image.segments.first(where: \.isExecutable) else { return [] }
    let offset = Int(code.offset + code.fileSize) - 1
    let byte = source.bytes(in: offset..<(offset + 1))[0]
    return [ByteEdit(offset: offset, bytes: [byte ^ 1])]
  }
}
