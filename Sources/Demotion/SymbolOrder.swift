// The order of `.dynsym` that a demotion asks for: locals first, as the gABI wants it (chapter 4,
// "Symbol Table"), and the hashed symbols last and sorted by bucket, as `.gnu.hash` wants it.

internal import ELFModel

/// Null symbol, locals, demoted, unhashed globals, hashed globals by bucket. Each group keeps its
/// order, so that the same input always gives the same bytes.
///
/// - Returns: the order, and the hashes of the hashed globals, in it.
func demotedOrder(of image: DynamicImage, demoted: SymbolSet) -> (
  order: SymbolPermutation, hashes: [UInt32]
) {
  guard !demoted.isEmpty else { return (SymbolPermutation([.null] + image.symbolIndices), []) }
  var locals: [SymbolIndex] = []
  var demotedGroup: [SymbolIndex] = []
  var unhashed: [SymbolIndex] = []
  var hashed: [SymbolIndex] = []
  let table = image.gnuHash?.table
  let held = table?.heldPositions ?? 0..<0
  for index in image.symbolIndices {
    if demoted.contains(index) {
      demotedGroup.append(index)
    } else if image[index].isLocal {
      locals.append(index)
    } else if held.contains(index.position) {
      hashed.append(index)
    } else {
      unhashed.append(index)
    }
  }
  let hashes = hashed.map { image.gnuHash(of: $0) }
  let sorted = placesByBucket(hashes, bucketCount: table?.buckets.count ?? 1)
  let byBucket = sorted.map { hashed[Int($0)] }
  return (
    SymbolPermutation([.null] + locals + demotedGroup + unhashed + byBucket),
    sorted.map { hashes[Int($0)] }
  )
}

/// The places of `hashes`, sorted by bucket. A counting sort, which is stable.
private func placesByBucket(_ hashes: [UInt32], bucketCount: Int) -> [UInt32] {
  guard bucketCount > 1, hashes.count > 1 else { return Array(0..<UInt32(hashes.count)) }
  var starts = [UInt32](repeating: 0, count: bucketCount + 1)
  for hash in hashes { starts[Int(hash % UInt32(bucketCount)) + 1] += 1 }
  for bucket in 0..<bucketCount { starts[bucket + 1] += starts[bucket] }
  var sorted = [UInt32](repeating: 0, count: hashes.count)
  for (place, hash) in hashes.enumerated() {
    let bucket = Int(hash % UInt32(bucketCount))
    sorted[Int(starts[bucket])] = UInt32(place)
    starts[bucket] += 1
  }
  return sorted
}
