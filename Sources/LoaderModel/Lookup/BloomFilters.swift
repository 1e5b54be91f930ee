// The Bloom filters of all `.gnu.hash` tables of a process, side by side. A name is looked for in many
// objects and is in few of them; passing by the others touches nothing but this.
//
// Source: glibc elf/dl-lookup.c `do_lookup_x`. Invariant: an object that is passed by has no entry
// that `firstEntry` would hand out.

internal import ELFModel

/// For each link map, in the order in which they were added, which names are not in its object.
struct BloomFilters: Sendable {
  private struct Filter {
    var start: Int
    /// The number of words, a power of two, less one.
    var mask: UInt32
    /// The bits of a word, a power of two, as its exponent.
    var wordBits: UInt32
    var shift: UInt32
  }

  private var filters: [Filter] = []
  private var words: [UInt64] = []

  /// Adds the filter of `file`.
  mutating func append(_ file: ObjectFile) { filters.append(filter(of: file)) }

  /// Takes the filter of `file` for that of `map`.
  mutating func replace(_ map: LinkMapIndex, by file: ObjectFile) {
    filters[map.rawValue] = filter(of: file)
  }

  /// The filter of `file`. One whose entries are found in another way lets every name through.
  private mutating func filter(of file: ObjectFile) -> Filter {
    let start = words.count
    guard file.directory == nil, let table = file.image.gnuHash?.table,
      table.bloom.count.nonzeroBitCount == 1, table.bloomShift < 32,
      let mask = UInt32(exactly: table.bloom.count - 1)
    else {
      words.append(.max)
      return Filter(start: start, mask: 0, wordBits: 6, shift: 0)
    }
    words += table.bloom
    let wordBits: UInt32 = file.image.header.fileClass == .elf64 ? 6 : 5
    return Filter(start: start, mask: mask, wordBits: wordBits, shift: table.bloomShift)
  }

  /// Whether the object of `map` could have an entry whose name has the hash `hash`.
  @inline(__always)
  func pass(_ hash: UInt32, to map: LinkMapIndex) -> Bool {
    let filter = filters[map.rawValue]
    let word = words[filter.start + Int(hash &>> filter.wordBits & filter.mask)]
    let bits = 1 &<< filter.wordBits - 1
    let first = word &>> UInt64(hash & bits)
    let second = word &>> UInt64(hash &>> filter.shift & bits)
    return first & second & 1 == 1
  }
}
