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
  for segment in image.segmentsWithStrings {
    let start = Int(clamping: segment.offset)
    let end = min(file.byteCount, start &+ Int(clamping: min(segment.fileSize, 1 << 40)))
    // The string table holds every name; what lies before and after it is what counts.
    let parts = [
      start..<max(start, min(end, strings.lowerBound)),
      min(max(start, strings.upperBound), max(start, end))..<max(start, end),
    ]
    for part in parts where !part.isEmpty { try wanted.scan(part, of: file) }
  }
  return wanted.found
}

extension DynamicImage {
  /// The segments that may hold constants: where some are read-only, those with code do not.
  fileprivate var segmentsWithStrings: [Segment] {
    let loaded = segments.filter { $0.type == Segment.load }
    let hasReadOnly = loaded.contains { !$0.isWritable && !$0.isExecutable }
    return loaded.filter { !(hasReadOnly && $0.isExecutable) }
  }
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
    let isInNames = Self.isInNames
    var start = 0
    for position in bytes.indices {
      let byte = bytes[position]
      if isInNames[Int(byte)] { continue }
      if byte == 0, position > start, position - start <= longest { meet(bytes[start..<position]) }
      start = position + 1
    }
  }

  private mutating func meet(_ word: ArraySlice<UInt8>) {
    guard let place = names.position(of: word) else { return }
    for symbol in symbols[place] { found.insert(symbol) }
  }

  /// Letters, digits, and what else compilers put into names.
  private static let isInNames: [Bool] = (0..<256).map { value in
    let scalar = Unicode.Scalar(UInt8(value))
    return scalar.isASCII
      && (scalar.properties.isAlphabetic || "0123456789_$.".unicodeScalars.contains(scalar))
  }
}
