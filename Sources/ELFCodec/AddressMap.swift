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
  /// - Throws: ``DecodeError`` if a segment reaches beyond the end of the file, or they map its
  ///   bytes so often that reading each segment would take the square of its size, or are so many
  ///   that seeking an address in each of them would.
  init(_ segments: [Segment], reader: BoundedReader) throws(DecodeError) {
    loads = segments.filter { $0.type == Segment.load }
    self.reader = reader
    // So many fit into the 64 KiB that the kernel reads of a program's table
    // (fs/binfmt_elf.c `load_elf_phdrs`).
    guard loads.count <= 1170 else {
      throw .malformed(
        structure: TableName.segments.rawValue, offset: nil,
        reason: "there are \(loads.count) PT_LOAD segments, more than any system loads")
    }
    var allowance = reader.source.byteCount * 8
    for load in loads {
      let region = try reader.region(
        "PT_LOAD segment", offset: load.offset, byteCount: load.fileSize)
      allowance -= region.byteCount
      guard allowance >= 0 else {
        throw .malformed(
          structure: "PT_LOAD segment", offset: region.offset,
          reason: "\(loads.count) segments map the same bytes many times over")
      }
    }
  }

  /// The file offset of `address` and the number of file bytes that its segment has from there.
  func locate(_ structure: String, _ address: UInt64) throws(DecodeError)
    -> (offset: UInt64, available: UInt64)
  {
    var found: (offset: UInt64, available: UInt64)?
    for load in loads {
      guard let hit = load.fileBytes(at: address) else { continue }
      guard hit.offset == found?.offset ?? hit.offset else {
        throw .malformed(
          structure: structure, offset: Int(hit.offset),
          reason: "two segments map different bytes to its address \(hexadecimal(address))")
      }
      if found == nil { found = hit }
    }
    guard let found else { throw .unmapped(structure: structure, address: address) }
    return found
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
