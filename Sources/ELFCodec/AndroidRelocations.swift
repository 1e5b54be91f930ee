// Android's packed relocations: the content of SHT_ANDROID_REL and SHT_ANDROID_RELA, which
// DT_ANDROID_REL… point to.
//
//     "APS2"  count  first offset  group…          numbers as SLEB128
//     group:  size  flags  [offset delta]  [info]  [addend delta]  record…
//     record: [offset delta]  [info]  [addend delta]      what the group has not said for all
//
// Offset and addend are running sums, which wrap in the width of the file's addresses. A group
// without addends sets the sum to 0. After the last record a reader stops: what follows is slack,
// which linkers leave as well.
//
// Sources: bionic linker/linker_reloc_iterators.h `for_all_packed_relocs`, linker/linker_sleb128.h;
// lld ELF/SyntheticSections.cpp `AndroidPackedRelocationSection`. Invariant: for every sequence of
// records, decoding what was encoded gives the same records.

internal import ELFModel

/// What a group says of its records (`RELOCATION_GROUP…_FLAG`).
struct GroupFlags: OptionSet, Hashable {
  let rawValue: UInt64

  static let byInfo = GroupFlags(rawValue: 1)
  static let byOffsetDelta = GroupFlags(rawValue: 2)
  static let byAddend = GroupFlags(rawValue: 4)
  static let hasAddend = GroupFlags(rawValue: 8)
  static let known: GroupFlags = [.byInfo, .byOffsetDelta, .byAddend, .hasAddend]
}

/// The number of records of each group, and what the group says of them.
struct PackedGroup: Equatable {
  let count: Int
  let flags: GroupFlags
}

/// A packed table, read.
struct PackedRelocations: Equatable {
  /// The records in the order in which a loader applies them.
  let records: [WireRelocation]
  /// How they are grouped.
  let groups: [PackedGroup]
  /// How many bytes of the table they take; the rest is slack.
  let byteCount: Int
}

/// Reads and writes packed tables of one file class.
struct PackedRelocationCodec {
  let fileClass: FileClass
  /// Whether records have addends of their own.
  let hasAddends: Bool

  /// What a table begins with.
  static let magic: [UInt8] = Array("APS2".utf8)

  // MARK: Reading

  /// Reads `bytes`, which lie at `offset` of the file.
  ///
  /// - Parameter limit: how many relocations there can be at most. A group that says everything for
  ///   all its records needs no byte for any of them, so the bytes alone set no bound.
  func decode(_ bytes: [UInt8], name: String, at offset: Int, limit: Int) throws(DecodeError)
    -> PackedRelocations
  {
    var reader = SLEBReader(bytes, name: name, at: offset)
    guard bytes.starts(with: Self.magic) else {
      throw reader.malformed(at: 0, "packed relocations begin with APS2")
    }
    reader.position = Self.magic.count
    let count = try reader.next()
    guard count >= 0, count <= Int64(limit) else {
      throw reader.malformed(
        at: Self.magic.count, "it speaks of \(count) relocations, and there is room for \(limit)")
    }
    var state = WireRelocation(offset: try field(&reader), type: 0, symbol: 0, addend: 0)
    var records: [WireRelocation] = []
    var groups: [PackedGroup] = []
    while records.count < Int(count) {
      let start = reader.position
      let size = try reader.next()
      guard size > 0, size <= count - Int64(records.count) else {
        throw reader.malformed(
          at: start, "a group of \(size) where \(count - Int64(records.count)) are left")
      }
      let flags = GroupFlags(rawValue: UInt64(bitPattern: try reader.next()))
      guard flags.isSubset(of: .known) else {
        throw reader.malformed(at: start, "a group has unknown flags \(flags.rawValue)")
      }
      guard hasAddends || !flags.contains(.hasAddend) else {
        throw reader.malformed(at: start, "a group has addends, which its format has not")
      }
      groups.append(PackedGroup(count: Int(size), flags: flags))
      try readGroup(of: Int(size), flags, from: &reader, &state, into: &records)
    }
    return PackedRelocations(records: records, groups: groups, byteCount: reader.position)
  }

  private func readGroup(
    of size: Int, _ flags: GroupFlags, from reader: inout SLEBReader, _ state: inout WireRelocation,
    into records: inout [WireRelocation]
  ) throws(DecodeError) {
    var offset = state.offset
    var addend = state.addend
    let delta = flags.contains(.byOffsetDelta) ? try field(&reader) : 0
    var info = flags.contains(.byInfo) ? try field(&reader) : 0
    if flags.isSuperset(of: [.hasAddend, .byAddend]) { addend = addend &+ (try reader.next()) }
    if !flags.contains(.hasAddend) { addend = 0 }
    for _ in 0..<size {
      offset = offset &+ (flags.contains(.byOffsetDelta) ? delta : try field(&reader))
      if !flags.contains(.byInfo) { info = try field(&reader) }
      if flags.intersection([.hasAddend, .byAddend]) == .hasAddend {
        addend = addend &+ (try reader.next())
      }
      (offset, addend) = (narrowed(offset), narrowed(addend))
      let (type, symbol) = parts(of: info)
      records.append(
        WireRelocation(offset: offset, type: type, symbol: symbol, addend: addend))
    }
    state = WireRelocation(offset: offset, type: 0, symbol: 0, addend: narrowed(addend))
  }

  private func field(_ reader: inout SLEBReader) throws(DecodeError) -> UInt64 {
    narrowed(UInt64(bitPattern: try reader.next()))
  }

  // MARK: Fields

  private func narrowed(_ value: UInt64) -> UInt64 {
    fileClass == .elf64 ? value : value & 0xffff_ffff
  }

  private func narrowed(_ value: Int64) -> Int64 {
    fileClass == .elf64 ? value : Int64(Int32(truncatingIfNeeded: value))
  }

  /// Type and symbol in `r_info` (gABI chapter 4, "Relocation").
  private func parts(of info: UInt64) -> (type: UInt32, symbol: UInt32) {
    fileClass == .elf64
      ? (UInt32(truncatingIfNeeded: info), UInt32(truncatingIfNeeded: info >> 32))
      : (UInt32(truncatingIfNeeded: info & 0xff), UInt32(truncatingIfNeeded: info >> 8))
  }

  func info(of record: WireRelocation) -> UInt64 {
    fileClass == .elf64
      ? UInt64(record.symbol) << 32 | UInt64(record.type)
      : UInt64(record.symbol) << 8 & 0xffff_ff00 | UInt64(record.type & 0xff)
  }

  /// `value` as the number that decodes to it and takes the fewest bytes. Sums wrap, so in a file of
  /// 32 bits a large step forward is a small one back.
  func shortest(_ value: UInt64) -> Int64 {
    fileClass == .elf64 ? Int64(bitPattern: value) : Int64(Int32(truncatingIfNeeded: value))
  }

  /// `r_info` is no difference, and readers with wider numbers than the file's see it as it is
  /// written: it stays positive where it fits.
  func infoNumber(_ record: WireRelocation) -> Int64 { Int64(bitPattern: info(of: record)) }
}

/// Reads SLEB128 numbers one after the other.
struct SLEBReader {
  private let bytes: [UInt8]
  private let name: String
  private let offset: Int
  var position = 0

  init(_ bytes: [UInt8], name: String, at offset: Int) {
    self.bytes = bytes
    self.name = name
    self.offset = offset
  }

  /// The next number. One of more than 64 bits is an error, superfluous bytes are not.
  mutating func next() throws(DecodeError) -> Int64 {
    let start = position
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      guard position < bytes.count else {
        throw malformed(at: start, "it ends within a number")
      }
      let byte = bytes[position]
      position += 1
      guard shift < 63 || shift == 63 && (byte == 0 || byte == 0x7f) else {
        throw malformed(at: start, "a number has more than 64 bits")
      }
      value |= UInt64(byte & 0x7f) << shift
      shift += 7
      guard byte & 0x80 != 0 else {
        if byte & 0x40 != 0, shift < 64 { value |= UInt64.max << shift }
        return Int64(bitPattern: value)
      }
    }
  }

  func malformed(at position: Int, _ reason: String) -> DecodeError {
    .malformed(structure: name, offset: offset + position, reason: reason)
  }
}
