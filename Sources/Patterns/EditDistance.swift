// How near a mistyped word is to one that exists.

/// Levenshtein's distance: how many bytes to put in, leave out or exchange make `first` out of
/// `second`. Takes as many steps as the product of their lengths.
public func editDistance(_ first: [UInt8], _ second: [UInt8]) -> Int {
  var row = Array(0...second.count)
  for (i, a) in first.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, b) in second.enumerated() {
      let substitution = diagonal + (a == b ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(substitution, row[j] + 1, diagonal + 1)
    }
  }
  return row[second.count]
}
