// A COPY relocation moves a library's data into the executable; from then on the executable's
// entry is the definition for the whole process. Made local, ld.so copies from the entry itself,
// which is all zeros, and the library goes on with its own object. The same holds for every other
// name of that data (`environ`, `__environ`): whichever the relocation names.
//
// Source: glibc elf/dl-lookup.c (ELF_RTYPE_CLASS_COPY), elf/dl-reloc.c.

internal import ELFModel

extension Rule {
  static let copyRelocation = Rule(
    id: "copy-relocation",
    subject: "data that a COPY relocation puts into the program, under all its names",
    reason: "a COPY relocation puts a library's data here, and all of the process shares it"
  ) { image in
    let relocations = copyRelocations(in: image)
    guard !relocations.isEmpty else { return [] }
    let named = SymbolSet(relocations.lazy.map(\.symbol))
    let copies = merged(
      relocations.map { relocation in
        let size = image[relocation.symbol].size
        return relocation.offset..<relocation.offset.addingSaturated(max(size, 1))
      })
    let (start, end) = (copies[0].lowerBound, copies[copies.count - 1].upperBound)
    return image.symbols { index, symbol in
      if named.contains(index) { return true }
      guard !symbol.isUndefined, !symbol.isAbsolute, symbol.type != .threadLocal else {
        return false
      }
      guard symbol.value < end else { return false }
      let own = symbol.value..<symbol.value.addingSaturated(max(symbol.size, 1))
      return own.upperBound > start && overlaps(own, copies)
    }
  }

  /// The same addresses as ranges in ascending order that do not touch.
  private static func merged(_ ranges: [Range<UInt64>]) -> [Range<UInt64>] {
    var merged: [Range<UInt64>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = merged.last, range.lowerBound <= last.upperBound {
        merged[merged.count - 1] =
          last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    return merged
  }

  /// Whether `range` meets one of `others`, which are as `merged` makes them.
  private static func overlaps(_ range: Range<UInt64>, _ others: [Range<UInt64>]) -> Bool {
    var low = 0
    var high = others.count
    while low < high {
      let middle = (low + high) / 2
      if others[middle].upperBound > range.lowerBound { high = middle } else { low = middle + 1 }
    }
    return low < others.count && others[low].overlaps(range)
  }

  private static func copyRelocations(in image: DynamicImage) -> [Relocation] {
    guard let copy = image.header.machine.relocationTypes?.copy else { return [] }
    return image.relocations.flatMap { $0.table.symbolic.filter { $0.type == copy } }
  }
}

extension UInt64 {
  fileprivate func addingSaturated(_ other: UInt64) -> UInt64 {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? .max : sum
  }
}
