// Finding the table that an offset belongs to, when tables and questions are many.

/// Regions that do not overlap, to be searched by offset.
public struct RegionIndex: Sendable {
  private let sorted: [(region: Range<Int>, position: Int)]

  /// An index of `regions`.
  public init(_ regions: [FileRegion]) {
    sorted = regions.enumerated().map { ($1.range, $0) }
      .sorted { $0.region.lowerBound < $1.region.lowerBound }
  }

  /// The position, among the regions as given, of the one that holds `offset`.
  public func position(holding offset: Int) -> Int? {
    var low = 0
    var high = sorted.count
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle].region.upperBound > offset { high = middle } else { low = middle + 1 }
    }
    guard low < sorted.count, sorted[low].region.contains(offset) else { return nil }
    return sorted[low].position
  }
}
