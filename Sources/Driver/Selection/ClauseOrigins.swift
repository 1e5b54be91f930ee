// Where each clause of a file's policy comes from: most often all clauses of a part follow each other.

/// Where a clause of a file's policy comes from.
struct ClauseOrigin: Hashable {
  /// The position of the part in the selection.
  let part: Int
  /// The position of the clause in the part.
  let clause: Int
}

/// The origins of all clauses of a policy, by the positions of these.
struct ClauseOrigins: RandomAccessCollection {
  /// Clauses that follow each other in the policy as in their part.
  struct Row {
    /// Their positions in the policy.
    let positions: Range<Int>
    /// Where the first of them comes from.
    let origin: ClauseOrigin
  }

  private(set) var rows: [Row] = []

  var startIndex: Int { 0 }
  var endIndex: Int { rows.last?.positions.upperBound ?? 0 }

  /// Adds the clauses at `places` of a part.
  mutating func append(_ places: Range<Int>, ofPart part: Int) {
    guard !places.isEmpty else { return }
    rows.append(
      Row(
        positions: endIndex..<(endIndex + places.count),
        origin: ClauseOrigin(part: part, clause: places.lowerBound)))
  }

  subscript(position: Int) -> ClauseOrigin {
    var (low, high) = (0, rows.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if rows[middle].positions.lowerBound <= position { low = middle } else { high = middle }
    }
    let row = rows[low]
    return ClauseOrigin(
      part: row.origin.part, clause: row.origin.clause + position - row.positions.lowerBound)
  }
}
