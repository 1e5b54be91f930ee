// ld.so.cache: the libraries that ldconfig found, sorted by name.
//
// Source: glibc sysdeps/generic/dl-cache.h, elf/dl-cache.c `_dl_load_cache_lookup`. Two formats, of
// which the newer may stand in the older one's table of names. Every number in it is checked where
// it is used, so that any bytes do.

internal import ELFModel

/// The content of a cache.
public struct LoaderCache: Sendable {
  private let words: OrderedBytes
  private let convention: CacheConvention
  private let table: CacheTable

  /// Reads `bytes`; nil if they are no cache that a loader with `convention` would use.
  public init?(_ bytes: [UInt8], _ convention: CacheConvention) {
    words = OrderedBytes(bytes: bytes, byteOrder: convention.byteOrder)
    self.convention = convention
    guard let table = CacheTable(words, convention) else { return nil }
    self.table = table
  }

  /// The path that is listed for `name`; of several, the best for a processor with `capabilities`.
  public func path(of name: ArraySlice<UInt8>, capabilities: [String]) -> [UInt8]? {
    guard name.count <= SearchLimits.nameLength, let entries = entries(named: name) else {
      return nil
    }
    var best: [UInt8]?
    var bestPriority = Int.max
    for index in entries {
      let entry = entry(index)
      guard convention.accepts(entry.flags), let path = string(entry.value) else { continue }
      if entry.isForCapability {
        guard hasLevel(of: entry, capabilities),
          let priority = priority(of: entry, capabilities), priority < bestPriority
        else { continue }
        (best, bestPriority) = (path, priority)
        continue
      }
      // Entries for capabilities come first: one that fits is better than what follows.
      if table.hasCapabilities, best != nil { break }
      // What is left are the capabilities of before 2.33, which 2.37 does not know any more.
      guard entry.capabilities == 0 else { continue }
      best = path
      if entry.flags == convention.preferredFlags { break }
    }
    return best
  }

  private struct Entry {
    let flags: UInt32
    let key: UInt32
    let value: UInt32
    let capabilities: UInt64

    /// `DL_CACHE_HWCAP_EXTENSION` and, above the low half, nothing else but a level.
    var isForCapability: Bool { (capabilities >> 32) & ~Self.levelMask == 1 << 30 }
    var capabilityIndex: Int { Int(UInt32(truncatingIfNeeded: capabilities)) }
    var level: Int { Int((capabilities >> 32) & Self.levelMask) }

    private static let levelMask: UInt64 = 0x3ff
  }

  private func entry(_ index: Int) -> Entry {
    let start = table.entries + index * table.entrySize
    return Entry(
      flags: words.word(at: start), key: words.word(at: start + 4),
      value: words.word(at: start + 8),
      capabilities: table.hasCapabilities ? words.longWord(at: start + 16) : 0)
  }

  private func string(_ offset: UInt32) -> [UInt8]? {
    words.string(at: table.strings + Int(offset), longest: SearchLimits.pathLength).map {
      Array($0)
    }
  }

  /// The run of entries whose name counts as `name`.
  private func entries(named name: ArraySlice<UInt8>) -> Range<Int>? {
    let order = CacheNameOrder(hasSignedCharacters: convention.hasSignedCharacters)
    func comparison(_ index: Int) -> Int? {
      words.string(
        at: table.strings + Int(entry(index).key), longest: SearchLimits.nameLength
      ).map { order.compare(name, $0) }
    }
    var (lower, upper) = (0, table.count)
    while lower < upper {
      let middle = lower + (upper - lower) / 2
      guard let result = comparison(middle) else { return nil }
      // The names descend.
      if result < 0 {
        lower = middle + 1
      } else if result > 0 {
        upper = middle
      } else {
        var (first, end) = (middle, middle + 1)
        while first > 0, comparison(first - 1) == 0 { first -= 1 }
        while end < table.count, comparison(end) == 0 { end += 1 }
        return first..<end
      }
    }
    return nil
  }

  /// The place of the entry's folder in `capabilities`; nil if it is not there.
  private func priority(of entry: Entry, _ capabilities: [String]) -> Int? {
    guard entry.capabilityIndex < table.capabilityNames.count else { return nil }
    let place = table.capabilityNames.lowerBound + 4 * entry.capabilityIndex
    guard
      let name = words.string(
        at: Int(words.word(at: place)), longest: SearchLimits.nameLength)
    else { return nil }
    return capabilities.firstIndex { $0.utf8.elementsEqual(name) }
  }

  /// Whether the processor has the level that the library was compiled for.
  private func hasLevel(of entry: Entry, _ capabilities: [String]) -> Bool {
    !convention.hasLevels || entry.level == 0
      || capabilities.contains("x86-64-v\(entry.level + 1)")
  }
}
