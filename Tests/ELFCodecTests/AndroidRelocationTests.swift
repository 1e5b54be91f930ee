// Packed relocations: what a reader makes of bytes, that every sequence of records comes back, and
// that no bytes make the reader trap, hang or fill the memory.

import ELFModel
import TestSupport
import Testing

@testable import ELFCodec

@Suite struct AndroidRelocationTests {
  private let wide = PackedRelocationCodec(fileClass: .elf64, hasAddends: true)

  private func decode(
    _ numbers: [UInt8], by codec: PackedRelocationCodec? = nil, limit: Int = 1000
  ) throws -> [WireRelocation] {
    try (codec ?? wide).decode(
      Array("APS2".utf8) + numbers, name: "table", at: 0x100, limit: limit
    ).records
  }

  // MARK: Reading

  /// Three groups: all alike, addends of their own, a shared addend; then slack.
  @Test func groupsSayWhatTheirRecordsShare() throws {
    let records = try decode([
      6, 0x80, 0x20,  // six records from 0x1000
      2, 3, 8, 5,  // two at 8 and 16 behind it, info 5, no addends
      2, 9, 7, 1, 0x7f, 3, 2,  // info 7: +1 addend -1, +3 addend +2
      2, 13, 9, 0x10, 0x78, 4,  // info 9, addend +16, at -8 and +4
      0, 0, 0,
    ])
    #expect(records.map(\.offset) == [0x1008, 0x1010, 0x1011, 0x1014, 0x100c, 0x1010])
    #expect(records.map(\.type) == [5, 5, 7, 7, 9, 9])
    #expect(records.map(\.addend) == [0, 0, -1, 1, 17, 17])
    #expect(records.allSatisfy { $0.symbol == 0 })
  }

  @Test func informationIsSymbolAndType() throws {
    // 3 << 32 | 6, and in a file of 32 bits 3 << 8 | 6.
    let wideInfo: [UInt8] = [0x86, 0x80, 0x80, 0x80, 0x30]
    #expect(try decode([1, 0, 1, 8, 8] + wideInfo + [0]).map(\.symbol) == [3])
    let narrow = PackedRelocationCodec(fileClass: .elf32, hasAddends: false)
    let records = try decode([1, 0, 1, 0, 8, 0x86, 0x06], by: narrow)
    #expect(records.map(\.symbol) == [3] && records.map(\.type) == [6])
  }

  @Test func sumsWrapInTheWidthOfTheFile() throws {
    let narrow = PackedRelocationCodec(fileClass: .elf32, hasAddends: false)
    #expect(try decode([1, 4, 1, 0, 0x78, 1], by: narrow).map(\.offset) == [0xffff_fffc])
  }

  @Test(
    arguments: [
      ([], "ends within a number"), ([0x80], "ends within a number"),
      ([2, 0, 1, 0, 1], "ends within a number"), ([0x7f], "-1 relocations"),
      ([0xe9, 0x07], "1001 relocations"), ([1, 0, 0, 0], "group of 0"),
      ([1, 0, 2, 0], "group of 2"), ([1, 0, 0x7f, 0], "group of -1"),
      ([1, 0, 1, 16, 0], "unknown flags"), ([1, 0, 1, 0x7f], "unknown flags"),
      ([1] + Array(repeating: 0x80, count: 10) + [0], "more than 64 bits"),
      ([1] + Array(repeating: 0x80, count: 9) + [2], "more than 64 bits"),
    ] as [([UInt8], String)])
  func damagedTables(_ numbers: [UInt8], _ reason: String) throws {
    let error = #expect(throws: DecodeError.self) { try decode(numbers) }
    guard case .malformed(let structure, let offset?, let text) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(structure == "table" && text.contains(reason))
    #expect((0x104...0x104 + numbers.count).contains(offset))
  }

  @Test func otherTables() throws {
    #expect(throws: DecodeError.self) {
      try wide.decode(Array("APS1".utf8) + [0, 0], name: "", at: 0, limit: 1)
    }
    #expect(throws: DecodeError.self) { try wide.decode([], name: "", at: 0, limit: 1) }
    let withoutAddends = PackedRelocationCodec(fileClass: .elf64, hasAddends: false)
    #expect(throws: DecodeError.self) { try decode([1, 0, 1, 8, 1, 1, 1], by: withoutAddends) }
    #expect(try decode([0, 0]) == [])
  }

  /// A few bytes may speak of any number of records.
  @Test func recordsWithoutBytesAreCounted() throws {
    let many: [UInt8] = [0xe8, 0x07, 0, 0xe8, 0x07, 3, 8, 5]
    #expect(try decode(many).count == 1000)
    #expect(throws: DecodeError.self) { try decode(many, limit: 999) }
    let huge = Array(repeating: UInt8(0xff), count: 8) + [0x00]
    #expect(throws: DecodeError.self) { try decode(huge + [0] + huge + [3, 8, 5]) }
  }

  // MARK: Writing

  @Test(arguments: [FileClass.elf32, .elf64], [true, false])
  func everySequenceComesBack(_ fileClass: FileClass, _ hasAddends: Bool) throws {
    let codec = PackedRelocationCodec(fileClass: fileClass, hasAddends: hasAddends)
    for seed in UInt64(0)..<300 {
      var generator = SeededGenerator(seed: seed)
      let records = random(codec, &generator)
      let bytes = codec.encode(records, codec.cheapestGroups(records))
      let packed = try codec.decode(bytes, name: "", at: 0, limit: records.count)
      #expect(packed.records == records, "seed \(seed)")
      #expect(packed.byteCount == bytes.count)
      #expect(codec.encode(records, packed.groups) == bytes)
      // No grouping by hand is shorter, but for a byte or two for each group's size.
      let flags: GroupFlags = hasAddends ? .hasAddend : []
      let plain = codec.encode(records, [PackedGroup(count: records.count, flags: flags)])
      #expect(bytes.count <= plain.count + 2 * packed.groups.count, "seed \(seed)")
      for cut in [bytes.count - 1, bytes.count / 2] where cut < bytes.count {
        #expect(throws: DecodeError.self) {
          try codec.decode(Array(bytes[..<max(0, cut)]), name: "", at: 0, limit: records.count)
        }
      }
    }
  }

  @Test func randomBytesEndInAnErrorOrRecords() {
    for seed in UInt64(0)..<2000 {
      var generator = SeededGenerator(seed: seed)
      let bytes = (0..<40).map { _ in
        Bool.random(using: &generator)
          ? UInt8.random(in: 0...16, using: &generator) : .random(in: 0...255, using: &generator)
      }
      if let records = try? decode(bytes) { #expect(records.count <= 1000) }
    }
  }

  /// A table keeps its groups as long as they fit, so that few bytes differ; then it is regrouped;
  /// and where that does not help either, there is no answer.
  @Test func aRewrittenTableFitsItsPlace() throws {
    func record(_ position: Int, symbol: UInt32) -> WireRelocation {
      WireRelocation(offset: UInt64(position) * 8, type: 6, symbol: symbol, addend: 0)
    }
    let before = (0..<20).map { record($0, symbol: 1) }
    let groups = [PackedGroup(count: 20, flags: .hasAddend)]
    let bytes = wide.encode(before, groups)
    let renamed = (0..<20).map { record($0, symbol: 2) }
    let kept = try #require(wide.encode(renamed, groupedAs: groups, byteCount: bytes.count))
    #expect(try wide.decode(kept, name: "", at: 0, limit: 20).groups == groups)
    // Symbol 4 takes a byte more in each record; a group takes it once.
    let longer = (0..<20).map { record($0, symbol: 4) }
    let regrouped = try #require(wide.encode(longer, groupedAs: groups, byteCount: bytes.count))
    let packed = try wide.decode(regrouped, name: "", at: 0, limit: 20)
    #expect(packed.records == longer && packed.groups != groups)
    #expect(regrouped.count == bytes.count && packed.byteCount < bytes.count)
    #expect(regrouped[packed.byteCount...].allSatisfy { $0 == 0 })
    let different = (0..<20).map { record($0 * $0, symbol: 0x1000_0000 + UInt32($0 * $0)) }
    #expect(wide.encode(different, groupedAs: groups, byteCount: bytes.count) == nil)
    // Groups that no longer hold their records are not used.
    let shared = [PackedGroup(count: 20, flags: [.byInfo, .byOffsetDelta])]
    let mixed = (0..<20).map { record($0, symbol: UInt32($0 % 2)) }
    let room = try #require(wide.encode(mixed, groupedAs: shared, byteCount: 400))
    #expect(try wide.decode(room, name: "", at: 0, limit: 20).records == mixed)
  }

  private func random(_ codec: PackedRelocationCodec, _ generator: inout SeededGenerator)
    -> [WireRelocation]
  {
    let isWide = codec.fileClass == .elf64
    var offset: UInt64 = 0
    var symbol: UInt32 = 0
    var addend: Int64 = 0
    return (0..<Int.random(in: 1...200, using: &generator)).map { _ in
      switch Int.random(in: 0..<12, using: &generator) {
      case 0: offset = generator.next()
      case 1, 2: offset = offset &+ UInt64.random(in: 0..<4096, using: &generator)
      default: offset = offset &+ 8
      }
      if Int.random(in: 0..<4, using: &generator) == 0 {
        symbol = UInt32.random(in: 0..<(isWide ? .max : 0xff_ffff), using: &generator)
        if Bool.random(using: &generator) { symbol = 0 }
      }
      switch Int.random(in: 0..<6, using: &generator) {
      case 0: addend = Int64(bitPattern: generator.next())
      case 1: addend = 0
      default: break
      }
      return WireRelocation(
        offset: isWide ? offset : offset & 0xffff_ffff,
        type: UInt32.random(in: 0..<3, using: &generator), symbol: symbol,
        addend: !codec.hasAddends ? 0 : isWide ? addend : Int64(Int32(truncatingIfNeeded: addend)))
    }
  }
}
