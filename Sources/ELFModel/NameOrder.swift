// The order of names by their bytes, as `LC_ALL=C sort` has it. Mangled names begin alike for long, so
// eight bytes are compared in one step.

extension ArraySlice<UInt8> {
  /// Less than 0 if the name stands before `other`, 0 if both are the same, else more than 0.
  public func byteOrder(_ other: ArraySlice<UInt8>) -> Int {
    let common = Swift.min(count, other.count)
    let difference = unsafe withUnsafeBytes { first in
      unsafe other.withUnsafeBytes { second -> Int in
        var offset = 0
        while offset + 8 <= common {
          let (one, two) = unsafe (
            UInt64(bigEndian: first.loadUnaligned(fromByteOffset: offset, as: UInt64.self)),
            UInt64(bigEndian: second.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
          )
          if one != two { return one < two ? -1 : 1 }
          offset += 8
        }
        while offset < common {
          let (one, two) = unsafe (first[offset], second[offset])
          if one != two { return one < two ? -1 : 1 }
          offset += 1
        }
        return 0
      }
    }
    return difference != 0 ? difference : count - other.count
  }
}
