// Words of the program that relocations refer to by address: what no table of the image holds.

public import ELFModel

/// The words of `image` at `addresses`, each of the size of an address.
///
/// - Returns: for each address its word; nil where no segment has bytes of the file for it, where
///   those bytes belong to a table of the image or to what is read before relocations are made, or
///   where not exactly one relocation writes it.
/// - Throws: the source's I/O error.
public func programWords(
  at addresses: [UInt64], of image: DynamicImage, in source: some ByteSource
) throws -> [ProgramWord?] {
  guard !addresses.isEmpty else { return [] }
  let reader = BoundedReader(source: source)
  let map = try AddressMap(image.segments, reader: reader)
  let tables = RegionSet(
    (image.changeableTables + image.fixedTables).map(\.region)
      + image.readBeforeRelocation(by: map, reader))
  let size = UInt64(image.header.fileClass.bits / 8)
  let isWrittenOnce =
    switch image.header.fileClass {
    case .elf32: try WordWriters<Records32>(of: addresses, in: image, reader, map).isWrittenOnce
    case .elf64: try WordWriters<Records64>(of: addresses, in: image, reader, map).isWrittenOnce
    }
  var words = [ProgramWord?](repeating: nil, count: addresses.count)
  // In the order of addresses, so that words close to each other are read in one go.
  var window = ReadingWindow(reader: reader)
  for position in addresses.indices.sorted(by: { addresses[$0] < addresses[$1] }) {
    guard
      let region = try? map.region("relocated word", at: addresses[position], byteCount: size),
      !tables.overlaps(region), isWrittenOnce(addresses[position])
    else { continue }
    let bytes = try window.bytes(region)
    words[position] = ProgramWord(region: region, value: image.header.signedNumber(bytes))
  }
  return words
}

extension DynamicImage {
  /// What the kernel and the loader read of the file before it is relocated, beside its tables:
  /// PT_INTERP, notes and properties, and RELR, which is made first.
  fileprivate func readBeforeRelocation(by map: AddressMap, _ reader: BoundedReader)
    -> [FileRegion]
  {
    let early = segments.filter { [3, 4, 0x6474_e553].contains($0.type) }
    return early.compactMap {
      try? reader.region("segment", offset: $0.offset, byteCount: $0.fileSize)
    }
      + relativeTables(by: map)
  }
}

extension DynamicImage {
  /// The tables of RELR: DT_RELR with DT_RELRSZ, and Android's numbers for the same.
  func relativeTables(by map: AddressMap) -> [FileRegion] {
    ([(36, 35), (0x6fff_e000, 0x6fff_e001)] as [(Int64, Int64)]).compactMap { table, size in
      guard let address = dynamic.table[DynamicTag(rawValue: table)],
        let byteCount = dynamic.table[DynamicTag(rawValue: size)]
      else { return nil }
      return try? map.region("RELR", at: address, byteCount: byteCount)
    }
  }
}

extension FileHeader {
  /// The number that `bytes`, 4 or 8 of them, stand for.
  fileprivate func signedNumber(_ bytes: [UInt8]) -> Int64 {
    let ordered = byteOrder == .big ? bytes : bytes.reversed()
    let number = ordered.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return bytes.count == 4
      ? Int64(Int32(truncatingIfNeeded: number)) : Int64(bitPattern: number)
  }
}
