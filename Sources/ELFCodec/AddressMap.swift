// From addresses, which the dynamic section speaks of, to file offsets.
//
// Source: gABI chapter 5, "Program Loading": a PT_LOAD segment maps `p_filesz` bytes of the file
// at `p_vaddr`.

internal import ELFModel

/// Finds the file bytes behind addresses.
struct AddressMap {
  private let loads: [Segment]
  private let reader: BoundedReader

  /// A map through the PT_LOAD segments among `segments`.
  ///
  /// - Throws: ``DecodeError`` if a segment reaches beyond the end of the file.
  init(_ segments: [Segment], reader: BoundedReader) throws(DecodeError) {
    loads = segments.filter { $0.type == Segment.load }
    self.reader = reader
    for load in loads {
      _ = try reader.region("PT_LOAD segment", offset: load.offset, byteCount: load.fileSize)
    }
  }

  /// The file offset of `address` and the number of file bytes that its segment has from there.
  func locate(_ structure: String, _ address: UInt64) throws(DecodeError)
    -> (offset: UInt64, available: UInt64)
  {
    let hits = loads.compactMap { $0.fileBytes(at: address) }
    guard let hit = hits.first else { throw .unmapped(structure: structure, address: address) }
    guard hits.allSatisfy({ $0.offset == hit.offset }) else {
      throw .malformed(
        structure: structure, offset: Int(hit.offset),
        reason: "two segments map different bytes to its address \(hexadecimal(address))")
    }
    return hit
  }

  /// Whether some loaded segment is filled from bytes of `region`.
  func holdsBytes(in region: FileRegion) -> Bool {
    loads.contains {
      UInt64(region.offset) < $0.offset &+ $0.fileSize
        && $0.offset < UInt64(region.range.upperBound)
    }
  }

  /// The region of `byteCount` bytes at `address`, all within one segment.
  func region(_ structure: String, at address: UInt64, byteCount: UInt64) throws(DecodeError)
    -> FileRegion
  {
    let place = try locate(structure, address)
    guard byteCount <= place.available else {
      throw .outOfBounds(
        structure: structure, offset: place.offset, byteCount: byteCount,
        limit: place.offset + place.available)
    }
    return try reader.region(structure, offset: place.offset, byteCount: byteCount)
  }

  /// The region of `count` records of `size` bytes at `address`.
  func region(_ structure: String, at address: UInt64, count: Int, size: Int) throws(DecodeError)
    -> FileRegion
  {
    let (byteCount, overflow) = UInt64(count).multipliedReportingOverflow(by: UInt64(size))
    return try region(structure, at: address, byteCount: overflow ? .max : byteCount)
  }
}

/// `value` as people write addresses.
func hexadecimal(_ value: UInt64) -> String { "0x" + String(value, radix: 16) }
