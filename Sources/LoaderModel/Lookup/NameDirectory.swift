// Hash tables that would take too long: a file can be made in which every lookup walks a whole table.
// Such a table is walked once, and what it leads to is kept by name. No linker makes one.

internal import ELFModel

/// For each name the entries that a hash table with overlong chains leads to, in the order of the
/// chain.
struct NameDirectory: Sendable {
  private var names = NameSet()
  private var entries: [[SymbolIndex]] = []

  /// The entries named `name`.
  func entries(named name: ArraySlice<UInt8>) -> [SymbolIndex] {
    names.position(of: name).map { entries[$0] } ?? []
  }

  /// The directory of the table that loaders would use in `image`; nil if its chains are as short as
  /// they should be.
  init?(of image: DynamicImage) {
    let order: [SymbolIndex]
    if let table = image.gnuHash?.table, !table.bloom.isEmpty {
      guard Self.longestChain(in: table) > Self.longestSensibleChain else { return nil }
      order = table.chains.indices.map { SymbolIndex(Int(table.symbolOffset) + $0) }
    } else if let table = image.sysvHash?.table {
      guard let overlong = Self.order(of: table) else { return nil }
      order = overlong
    } else {
      return nil
    }
    for index in order where index.position < image.symbols.table.count {
      let place = names.insert(Array(image.name(of: index)))
      if place == entries.count { entries.append([]) }
      entries[place].append(index)
    }
  }

  private static let longestSensibleChain = 1024

  private static func longestChain(in table: GNUHashTable) -> Int {
    var longest = 0
    var length = 0
    for chain in table.chains {
      length += 1
      longest = max(longest, length)
      if chain & 1 == 1 { length = 0 }
    }
    return longest
  }

  /// The entries that the buckets lead to, one chain after the other; nil if every chain is short.
  private static func order(of table: SysVHashTable) -> [SymbolIndex]? {
    var order: [SymbolIndex] = []
    var isSeen = [Bool](repeating: false, count: table.chains.count)
    var longest = 0
    for bucket in table.buckets {
      var index = Int(bucket)
      var length = 0
      while index != 0, index < table.chains.count, !isSeen[index] {
        isSeen[index] = true
        order.append(SymbolIndex(index))
        index = Int(table.chains[index])
        length += 1
      }
      // A chain that leads into another, or into itself, is as long as one can be.
      let isMerged = index != 0 && index < table.chains.count
      longest = max(longest, isMerged ? .max : length)
    }
    return longest > longestSensibleChain ? order : nil
  }
}
