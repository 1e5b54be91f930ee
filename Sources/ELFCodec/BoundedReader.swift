// Every read of a table passes here: a range that the file does not have is an error that names
// the table, never a trap, and nothing is allocated for it.

internal import ELFModel

/// Reads ranges of a source after checking them.
struct BoundedReader {
  let source: any ByteSource

  /// The region of `byteCount` bytes at `offset`, if the file has it.
  func region(_ structure: String, offset: UInt64, byteCount: UInt64) throws(DecodeError)
    -> FileRegion
  {
    let limit = UInt64(source.byteCount)
    guard offset <= limit, byteCount <= limit - offset else {
      throw .outOfBounds(
        structure: structure, offset: offset, byteCount: byteCount, limit: limit)
    }
    return FileRegion(offset: Int(offset), byteCount: Int(byteCount))
  }

  /// The region of `count` records of `size` bytes at `offset`, if the file has it.
  func region(_ structure: String, offset: UInt64, count: Int, size: Int) throws(DecodeError)
    -> FileRegion
  {
    let (byteCount, overflow) = UInt64(count).multipliedReportingOverflow(by: UInt64(size))
    return try region(structure, offset: offset, byteCount: overflow ? .max : byteCount)
  }

  /// The bytes of `region`.
  func bytes(_ region: FileRegion) throws -> [UInt8] { try source.bytes(in: region.range) }
}
