// Many small reads in ascending order, made with few large ones.

internal import ELFModel

/// Reads small regions in ascending order, some of the file at a time.
struct ReadingWindow {
  let reader: BoundedReader
  private var start = 0
  private var content: [UInt8] = []
  private static let length = 1 << 16

  init(reader: BoundedReader) { self.reader = reader }

  mutating func bytes(_ region: FileRegion) throws -> [UInt8] {
    if region.offset < start || region.range.upperBound > start + content.count {
      let end = max(
        region.range.upperBound, min(reader.source.byteCount, region.offset + Self.length))
      start = region.offset
      content = try reader.bytes(FileRegion(offset: start, byteCount: end - start))
    }
    return Array(content[(region.offset - start)..<(region.range.upperBound - start)])
  }
}
