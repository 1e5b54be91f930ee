// The order of `.dynsym` that a demotion asks for: locals first, as the gABI wants it (chapter 4,
// "Symbol Table"), and the hashed symbols last and sorted by bucket, as `.gnu.hash` wants it.

internal import ELFModel

/// Null symbol, locals, demoted, unhashed globals, hashed globals by bucket. Each group keeps its
/// order, so that the same input always gives the same bytes.
func demotedOrder(of image: DynamicImage, demoted: SymbolSet) -> SymbolPermutation {
  guard !demoted.isEmpty else { return SymbolPermutation([.null] + image.symbolIndices) }
  var locals: [SymbolIndex] = []
  var demotedGroup: [SymbolIndex] = []
  var unhashed: [SymbolIndex] = []
  var hashed: [SymbolIndex] = []
  let table = image.gnuHash?.table
  for index in image.symbolIndices {
    if demoted.contains(index) {
      demotedGroup.append(index)
    } else if image[index].isLocal {
      locals.append(index)
    } else if table?.holds(index) ?? false {
      hashed.append(index)
    } else {
      unhashed.append(index)
    }
  }
  let byBucket = sortedByBucket(hashed, in: image, bucketCount: table?.buckets.count ?? 1)
  return SymbolPermutation([.null] + locals + demotedGroup + unhashed + byBucket)
}

/// A counting sort, which is stable.
private func sortedByBucket(_ indices: [SymbolIndex], in image: DynamicImage, bucketCount: Int)
  -> [SymbolIndex]
{
  guard bucketCount > 1, indices.count > 1 else { return indices }
  let buckets = indices.map { Int(NameHash.gnu(image.name(of: $0)) % UInt32(bucketCount)) }
  var starts = [Int](repeating: 0, count: bucketCount + 1)
  for bucket in buckets { starts[bucket + 1] += 1 }
  for bucket in 0..<bucketCount { starts[bucket + 1] += starts[bucket] }
  var sorted = indices
  for (index, bucket) in zip(indices, buckets) {
    sorted[starts[bucket]] = index
    starts[bucket] += 1
  }
  return sorted
}
