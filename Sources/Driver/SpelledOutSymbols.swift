// Names that a file could look up in itself: it calls dlsym, and the name stands in its data.

internal import ELFModel
internal import Storage

/// Those of `symbols` whose names stand as strings in the loaded bytes of `file`, outside its string
/// table; none if the file does not call dlsym.
func symbolsSpelledOut(_ symbols: SymbolSet, in image: DynamicImage, _ file: DiskFile) throws
  -> SymbolSet
{
  guard callsDlsym(image) else { return [] }
  var wanted = WantedNames(symbols, in: image)
  let strings = image.strings.region.range
  for segment in image.segments where segment.type == Segment.load {
    let start = Int(clamping: segment.offset)
    let end = min(file.byteCount, start &+ Int(clamping: min(segment.fileSize, 1 << 40)))
    // The string table holds every name; what lies before and after it is what counts.
    for part in [
      start..<max(start, min(end, strings.lowerBound)),
      min(max(start, strings.upperBound), max(start, end))..<max(start, end),
    ]
    where !part.isEmpty {
      try wanted.scan(part, of: file)
    }
  }
  return wanted.found
}

private func callsDlsym(_ image: DynamicImage) -> Bool {
  image.symbolIndices.contains { index in
    let name = image.name(of: index)
    return image[index].isUndefined
      && (name.elementsEqual("dlsym".utf8) || name.elementsEqual("dlvsym".utf8))
  }
}

/// The names that are sought, and those that were met.
private struct WantedNames {
  private var names = NameSet()
  private var symbols: [[SymbolIndex]] = []
  private var longest = 0
  private(set) var found = SymbolSet()

  init(_ wanted: SymbolSet, in image: DynamicImage) {
    for symbol in wanted {
      let name = image.name(of: symbol)
      longest = max(longest, name.count)
      let place = names.insert(Array(name))
      if place == symbols.count { symbols.append([]) }
      symbols[place].append(symbol)
    }
  }

  /// Looks through `range` of `file`, piece by piece.
  mutating func scan(_ range: Range<Int>, of file: DiskFile) throws {
    let pieceLength = 1 << 20
    var start = range.lowerBound
    while start < range.upperBound {
      let end = min(range.upperBound, start + pieceLength)
      // A name may lie across the end of a piece, so pieces overlap by the longest.
      let bytes = try file.bytes(in: max(range.lowerBound, start - longest - 1)..<end)
      scan(bytes)
      start = end
    }
  }

  /// A name counts where it ends with a zero byte and where no letter of a name stands before it.
  private mutating func scan(_ bytes: [UInt8]) {
    var start = 0
    for (position, byte) in bytes.enumerated() where !Self.isInNames(byte) {
      if byte == 0, position > start, position - start <= longest,
        let place = names.position(of: bytes[start..<position])
      {
        for symbol in symbols[place] { found.insert(symbol) }
      }
      start = position + 1
    }
  }

  private static func isInNames(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"),
      UInt8(ascii: "."):
      true
    default: false
    }
  }
}
