// The bytes that some regions cover together, to be asked whether others share any of them.

/// A set of file offsets, made of regions that may overlap.
public struct RegionSet: Sendable {
  /// Ascending, and none touches the next.
  private var ranges: [Range<Int>] = []

  /// The bytes of all `regions`.
  public init(_ regions: some Sequence<FileRegion>) {
    for range in regions.map(\.range).sorted(by: { $0.lowerBound < $1.lowerBound }) {
      guard !range.isEmpty else { continue }
      if let last = ranges.last, range.lowerBound <= last.upperBound {
        let end = max(last.upperBound, range.upperBound)
        ranges[ranges.count - 1] = last.lowerBound..<end
      } else {
        ranges.append(range)
      }
    }
  }

  /// Whether any byte of `region` is in the set.
  public func overlaps(_ region: FileRegion) -> Bool {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound > region.offset { high = middle } else { low = middle + 1 }
    }
    return low < ranges.count && ranges[low].lowerBound < region.range.upperBound
      && region.byteCount > 0
  }
}
