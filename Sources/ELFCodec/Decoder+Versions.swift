// Symbol versions. Definitions and needs are linked lists of byte distances; each step must go
// forward, so that a hostile list ends.
//
// Layout: Elf_Verdef { version flags ndx cnt: 16 bits; hash aux next: 32 } with Elf_Verdaux
// { name next: 32 }; Elf_Verneed { version cnt: 16; file aux next: 32 } with Elf_Vernaux
// { hash: 32; flags other: 16; name next: 32 }. The same in both classes (LSB, "Symbol
// Versioning").

internal import ELFModel

extension Decoder {
  func versionIndices(_ layout: DynamicLayout, count: Int) throws -> Placed<[VersionIndex]>? {
    guard let address = layout.entries[.versions] else { return nil }
    let region = try layout.map.region(
      TableName.versions.rawValue, at: address, count: count, size: 2)
    let words = translation.decode(numbers: UInt16.self, from: try reader.bytes(region))
    return Placed(words.map { VersionIndex(rawValue: $0) }, in: region)
  }

  func versionDefinitions(_ layout: DynamicLayout, strings: StringTable) throws
    -> Placed<[VersionDefinition]>?
  {
    guard
      let list = try versionList(
        layout, .versionDefinitions, at: .versionDefinitions, count: .versionDefinitionCount)
    else { return nil }
    var total = 0
    let definitions = try list.records(size: 20, nextAt: 16) { record in
      let number = try list.half(record + 4)
      let flags = try list.half(record + 2)
      let first = record + Int(try list.word(record + 12))
      // A definition has a name whatever its count says.
      let count = max(1, Int(try list.half(record + 6)))
      total += count
      try check(
        total <= 2 * longestList, list.structure, offset: list.start + record,
        "its records name more versions than .gnu.version can refer to")
      let names = try list.records(size: 8, nextAt: 4, from: first, count: count) { auxiliary in
        let name = try list.word(auxiliary)
        try list.checkName(name, in: strings, of: auxiliary)
        return name
      }
      return VersionDefinition(
        number: number & 0x7fff, isBase: flags & 1 != 0, nameOffset: names[0],
        parentOffsets: Array(names.dropFirst()))
    }
    return Placed(definitions, in: list.extent)
  }

  func versionNeeds(_ layout: DynamicLayout, strings: StringTable) throws
    -> Placed<[VersionNeed]>?
  {
    guard
      let list = try versionList(layout, .versionNeeds, at: .versionNeeds, count: .versionNeedCount)
    else { return nil }
    var total = 0
    let needs = try list.records(size: 16, nextAt: 12) { record -> [VersionNeed] in
      let library = try list.word(record + 4)
      try list.checkName(library, in: strings, of: record)
      let first = record + Int(try list.word(record + 8))
      let count = Int(try list.half(record + 2))
      total += count
      try check(
        total <= longestList, list.structure, offset: list.start + record,
        "its records speak of more versions than .gnu.version can refer to")
      return try list.records(size: 16, nextAt: 12, from: first, count: count) { auxiliary in
        let name = try list.word(auxiliary + 8)
        try list.checkName(name, in: strings, of: auxiliary)
        let other = try list.half(auxiliary + 6)
        return VersionNeed(
          number: other & 0x7fff, isHidden: other & 0x8000 != 0,
          isWeak: try list.half(auxiliary + 4) & 2 != 0, nameOffset: name, libraryOffset: library)
      }
    }.flatMap { $0 }
    return Placed(needs, in: list.extent)
  }

  /// Symbols refer to a version by 15 bits, so no list of use is longer.
  private var longestList: Int { 0x8000 }

  private func versionList(
    _ layout: DynamicLayout, _ structure: TableName, at tag: DynamicTag, count: DynamicTag
  ) throws -> VersionList? {
    guard let address = layout.entries[tag] else { return nil }
    let name = structure == .versionNeeds ? "DT_VERNEEDNUM" : "DT_VERDEFNUM"
    let declared = try layout.required(count, name, structure)
    let place = try layout.map.locate(structure.rawValue, address)
    let longest = UInt64(longestList * (20 + 16 * 2))
    let region = try reader.region(
      structure.rawValue, offset: place.offset, byteCount: min(place.available, longest))
    return VersionList(
      structure: structure.rawValue, start: region.offset, bytes: try reader.bytes(region),
      isBigEndian: translation.byteOrder == .big,
      count: Int(clamping: min(declared, UInt64(longestList))))
  }
}

/// The bytes in which version records are linked; knows how many of them were read.
private final class VersionList {
  let structure: String
  let start: Int
  private let bytes: [UInt8]
  private let isBigEndian: Bool
  private let count: Int
  private var end = 0

  init(structure: String, start: Int, bytes: [UInt8], isBigEndian: Bool, count: Int) {
    self.structure = structure
    self.start = start
    self.bytes = bytes
    self.isBigEndian = isBigEndian
    self.count = count
  }

  /// What was read, from the first record to the last byte of any.
  var extent: FileRegion { FileRegion(offset: start, byteCount: end) }

  /// Reads `count` linked records of at least `size` bytes, each by `read` from its position.
  func records<Value>(
    size: Int, nextAt: Int, from first: Int = 0, count: Int? = nil, read: (Int) throws -> Value
  ) throws -> [Value] {
    var values: [Value] = []
    var position = first
    let wanted = count ?? self.count
    while values.count < wanted {
      guard position >= 0, position + size <= bytes.count else { throw outside(position, size) }
      values.append(try read(position))
      let next = Int(try word(position + nextAt))
      if next == 0 { break }
      position += next
    }
    return values
  }

  func half(_ position: Int) throws -> UInt16 {
    guard position >= 0, position + 2 <= bytes.count else { throw outside(position, 2) }
    end = max(end, position + 2)
    let (first, second) = (UInt16(bytes[position]), UInt16(bytes[position + 1]))
    return isBigEndian ? first << 8 | second : second << 8 | first
  }

  func word(_ position: Int) throws -> UInt32 {
    let (first, second) = (UInt32(try half(position)), UInt32(try half(position + 2)))
    return isBigEndian ? first << 16 | second : second << 16 | first
  }

  func checkName(_ offset: UInt32, in strings: StringTable, of record: Int) throws {
    guard strings.contains(offset) else {
      throw DecodeError.malformed(
        structure: structure, offset: start + record, reason: "its name lies outside .dynstr")
    }
  }

  private func outside(_ position: Int, _ size: Int) -> DecodeError {
    .outOfBounds(
      structure: structure, offset: UInt64(start + position), byteCount: UInt64(size),
      limit: UInt64(start + bytes.count))
  }
}
