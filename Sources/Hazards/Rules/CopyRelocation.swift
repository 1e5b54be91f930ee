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
    reason: "a COPY relocation puts a library's data here, and all of the process shares it"
  ) { image in
    let copies = copiedRanges(in: image)
    return { index in
      let symbol = image[index]
      guard !symbol.isUndefined, !symbol.isAbsolute, symbol.type != .threadLocal else {
        return false
      }
      let own = symbol.value..<symbol.value.addingSaturated(max(symbol.size, 1))
      return copies.contains { $0.overlaps(own) }
    }
  }

  /// The address ranges that COPY relocations fill.
  private static func copiedRanges(in image: DynamicImage) -> [Range<UInt64>] {
    guard let copy = image.header.machine.relocationTypes?.copy else { return [] }
    return image.relocations.flatMap(\.table.symbolic).filter { $0.type == copy }.map {
      let size = image[$0.symbol].size
      return $0.offset..<$0.offset.addingSaturated(max(size, 1))
    }
  }
}

extension UInt64 {
  fileprivate func addingSaturated(_ other: UInt64) -> UInt64 {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? .max : sum
  }
}
