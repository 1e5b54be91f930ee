// Names of files of which one cannot be where the other is: the same name twice, or a file that is to be
// another's folder.

/// The positions of two among `names` of which the second is the first, or lies below it; nil if there are
/// none.
public func firstNested(_ names: [[UInt8]]) -> (file: Int, other: Int)? {
  let slash = UInt8(ascii: "/")
  // With the slash before all other bytes, what lies below a file comes next after it.
  let order = names.indices.sorted { first, second in
    names[first].lexicographicallyPrecedes(names[second]) {
      $0 != $1 && ($0 == slash || ($1 != slash && $0 < $1))
    }
  }
  for (file, other) in zip(order, order.dropFirst()) where names[other].starts(with: names[file]) {
    let rest = names[other].dropFirst(names[file].count)
    if rest.isEmpty || rest.first == slash { return (file, other) }
  }
  return nil
}
