// What begins with one of many byte strings, without trying each of them.
//
// Sorted, all strings that a name begins with lie on one path: the last string that is not greater
// than the name begins with each of them, for so does whatever lies between a string and a name
// that begins with it.

/// Positions, each filed under a byte string that names begin with.
struct AffixIndex: Sendable {
  private var affixes: [[UInt8]] = []
  private var positions: [[Int]] = []
  /// For each string the longest other one that it begins with.
  private var parents: [Int?] = []

  /// The index of `entries`.
  init(_ entries: [(affix: [UInt8], position: Int)]) {
    var path: [Int] = []
    for (affix, position) in entries.sorted(by: { $0.affix.lexicographicallyPrecedes($1.affix) }) {
      if affixes.last == affix {
        positions[positions.count - 1].append(position)
        continue
      }
      while let last = path.last, !affix.starts(with: affixes[last]) { path.removeLast() }
      parents.append(path.last)
      path.append(affixes.count)
      affixes.append(affix)
      positions.append([position])
    }
  }

  /// The most positions that a name can find.
  var longestPath: [Int] {
    // A string comes before those that begin with it.
    var counts: [Int] = []
    for (own, parent) in zip(positions, parents) {
      counts.append(own.count + (parent.map { counts[$0] } ?? 0))
    }
    guard let longest = counts.indices.max(by: { counts[$0] < counts[$1] }) else { return [] }
    var path: [Int] = []
    collect(from: longest, &path)
    return path
  }

  /// The positions under the strings that `name` begins with are added to `found`.
  func find(in name: some Collection<UInt8>, _ found: inout [Int]) {
    var next = lastAffix(upTo: name)
    while let place = next {
      if name.starts(with: affixes[place]) {
        // What this string begins with, the name begins with, too.
        collect(from: place, &found)
        return
      }
      next = parents[place]
    }
  }

  /// The positions under the string at `place`, and under those that it begins with.
  private func collect(from place: Int, _ found: inout [Int]) {
    var next: Int? = place
    while let ancestor = next {
      found += positions[ancestor]
      next = parents[ancestor]
    }
  }

  /// The last of the strings that does not come after `name`.
  private func lastAffix(upTo name: some Collection<UInt8>) -> Int? {
    var (low, high) = (0, affixes.count)
    while low < high {
      let middle = (low + high) / 2
      if name.lexicographicallyPrecedes(affixes[middle]) {
        high = middle
      } else {
        low = middle + 1
      }
    }
    return low > 0 ? low - 1 : nil
  }
}
