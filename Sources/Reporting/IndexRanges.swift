// Numbers that mostly follow each other, as those of a list's entries do: a few ranges say it.

/// A set of numbers from 0 on.
public struct IndexRanges: Sendable, Equatable {
  /// Ascending, and with gaps between them.
  private var ranges: [ClosedRange<Int>] = []

  /// None.
  public init() {}

  /// These.
  public init(_ numbers: some Sequence<Int>) {
    for number in numbers.sorted() {
      if let last = ranges.last, number - 1 <= last.upperBound {
        ranges[ranges.count - 1] = last.lowerBound...number
      } else {
        ranges.append(number...number)
      }
    }
  }

  private init(ranges unsorted: [ClosedRange<Int>]) {
    for range in unsorted.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = ranges.last, range.lowerBound - 1 <= last.upperBound {
        ranges[ranges.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        ranges.append(range)
      }
    }
  }

  /// Whether there is none.
  public var isEmpty: Bool { ranges.isEmpty }

  /// How many there are.
  public var count: Int { ranges.reduce(0) { $0 + $1.count } }

  /// Whether `number` is one.
  public func contains(_ number: Int) -> Bool {
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound < number { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].contains(number)
  }

  /// Adds those of `other`.
  public mutating func formUnion(_ other: IndexRanges) {
    if other != self { self = IndexRanges(ranges: ranges + other.ranges) }
  }

  /// The first and the last of each range.
  var json: JSONValue {
    .array(ranges.map { .array([.number($0.lowerBound), .number($0.upperBound)]) })
  }

  /// What `json` says; nil if that is none.
  init?(_ json: JSONValue) {
    var ranges: [ClosedRange<Int>] = []
    for pair in json.elements ?? [.null] {
      guard let pair = pair.elements, pair.count == 2, let first = pair[0].number,
        let last = pair[1].number, 0 <= first, first <= last, last < 1 << 48
      else { return nil }
      ranges.append(first...last)
    }
    self.init(ranges: ranges)
  }
}
