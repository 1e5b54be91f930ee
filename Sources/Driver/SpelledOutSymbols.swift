// Names that a file could look up in itself: it calls dlsym, and the name stands in its data.

internal import ELFModel
internal import Storage

/// Those of `symbols` whose names stand as strings in the loaded bytes of `file`, outside its string
/// table; none if the file does not call dlsym.
func symbolsSpelledOut(_ symbols: SymbolSet, in image: DynamicImage, _ file: DiskFile) throws
  -> SymbolSet
{
  guard callsDlsym(image) else { return [] }
  var wanted = WantedNames(of: symbols, in: image)
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
  let names = NameSet(["dlsym", "dlvsym"].map { Array($0.utf8) })
  return image.symbolIndices.contains {
    image[$0].isUndefined && names.contains(image.name(of: $0))
  }
}
