// Caches in every format, for every machine, and bytes that are none.

import ELFModel
import Foundation
import TestSupport
import Testing

@testable import LoaderModel

@Suite struct LoaderCacheTests {
  private func convention(_ specimen: Specimen = Specimen(), _ loader: String = "ld.so") throws
    -> CacheConvention
  {
    CacheConvention(
      for: try specimen.object().image.header, interpreter: Array("/lib/\(loader)".utf8))
  }

  private func path(
    _ name: String, in bytes: [UInt8], _ convention: CacheConvention? = nil,
    _ capabilities: [String] = []
  ) throws -> String? {
    LoaderCache(bytes, try convention ?? self.convention())?
      .path(of: Array(name.utf8)[...], capabilities: capabilities).map(text)
  }

  private let many = (0..<50).map { CacheBuilder.Entry("lib\($0).so.\($0 % 7)", "/d/lib\($0)") }

  // MARK: Formats

  @Test func everyEntryIsFoundInEveryFormat() throws {
    let builder = CacheBuilder(many)
    for bytes in [builder.new(), builder.old(), builder.both()] {
      for entry in many { #expect(try path(entry.name, in: bytes) == entry.path) }
      for name in ["lib50.so.1", "lib1.so", "lib1.so.1.2", "", "lib", "zzz", "aaa"] {
        #expect(try path(name, in: bytes) == nil)
      }
    }
  }

  @Test(arguments: [Specimen(byteOrder: .big, machine: 22), Specimen(machine: 183)])
  func bothByteOrdersAreRead(_ specimen: Specimen) throws {
    let convention = try convention(specimen)
    let flags: UInt32 = specimen.machine == 22 ? 0x403 : 0xa03
    let entries = [CacheBuilder.Entry("libx.so", "/x", flags: flags, capabilities: 0)]
    var builder = CacheBuilder(entries, byteOrder: specimen.byteOrder)
    builder.hasSignedCharacters = false
    for bytes in [builder.new(), builder.old(), builder.both()] {
      #expect(try path("libx.so", in: bytes, convention) == "/x")
    }
    builder.byteOrder = specimen.byteOrder == .big ? .little : .big
    for bytes in [builder.new(), builder.old(), builder.both()] {
      #expect(try path("libx.so", in: bytes, convention) == nil)
    }
  }

  @Test func theMarkOfTheByteOrderDecides() throws {
    var builder = CacheBuilder([CacheBuilder.Entry("libx.so", "/x")])
    for (mark, isRead) in [(0, true), (2, true), (6, true), (1, false), (3, false), (4, false)] {
      builder.orderMark = UInt8(mark)
      #expect(try path("libx.so", in: builder.new()) == (isRead ? "/x" : nil), "\(mark)")
    }
  }

  @Test func theNewFormatBeginsWhereTheMachineAlignsIt() throws {
    // One old entry ends at 28: i386 goes on there, other machines at 32.
    let i386 = try convention(Specimen(fileClass: .elf32, machine: 3))
    let builder = CacheBuilder([CacheBuilder.Entry("libx.so", "/x", flags: 3)])
    #expect(try path("libx.so", in: builder.both(alignment: 4), i386) == "/x")
    #expect(try path("libx.so", in: builder.both(alignment: 8), i386) == nil)
    let arm = try convention(Specimen(fileClass: .elf32, machine: 40))
    #expect(try path("libx.so", in: builder.both(alignment: 8), arm) == "/x")
  }

  // MARK: Machines

  struct Variant: Sendable {
    var specimen: Specimen
    var loader = "ld.so.1"
    var taken: [UInt32]
    var refused: [UInt32]
  }

  @Test(
    arguments: [
      Variant(specimen: Specimen(), taken: [0x303, 1], refused: [3, 0x803, 0xa03]),
      Variant(
        specimen: Specimen(fileClass: .elf32), taken: [0x803, 1], refused: [3, 0x303]),
      Variant(
        specimen: Specimen(fileClass: .elf32, machine: 3), taken: [3, 1], refused: [0x303, 2]),
      Variant(specimen: Specimen(machine: 183), taken: [0xa03], refused: [3, 1]),
      Variant(
        specimen: Specimen(fileClass: .elf32, machine: 40), loader: "ld-linux-armhf.so.3",
        taken: [0x903, 3], refused: [0xb03, 1]),
      Variant(
        specimen: Specimen(fileClass: .elf32, machine: 40), loader: "ld-linux.so.3",
        taken: [0xb03, 3], refused: [0x903]),
      Variant(
        specimen: Specimen(byteOrder: .big, machine: 22), taken: [0x403], refused: [3]),
      Variant(
        specimen: Specimen(fileClass: .elf32, byteOrder: .big, machine: 22), taken: [3],
        refused: [0x403]),
      Variant(specimen: Specimen(machine: 21), taken: [0x503], refused: [3, 1]),
      Variant(
        specimen: Specimen(machine: 243), loader: "ld-linux-riscv64-lp64d.so.1",
        taken: [0x1003], refused: [0xf03, 3]),
      Variant(
        specimen: Specimen(machine: 243), loader: "ld-linux-riscv64-lp64.so.1", taken: [0xf03],
        refused: [0x1003]),
      Variant(
        specimen: Specimen(machine: 258), loader: "ld-linux-loongarch-lp64d.so.1",
        taken: [0x1203, 3], refused: [0x1103]),
      Variant(
        specimen: Specimen(machine: 258), loader: "ld-linux-loongarch-lp64s.so.1",
        taken: [0x1103], refused: [0x1203]),
      Variant(
        specimen: Specimen(byteOrder: .big, machine: 43), taken: [0x103], refused: [3]),
    ]) func entriesOfOtherMachinesArePassedOver(_ variant: Variant) throws
  {
    let convention = try convention(variant.specimen, variant.loader)
    for (flags, isTaken) in variant.taken.map({ ($0, true) }) + variant.refused.map({ ($0, false) })
    {
      let builder = CacheBuilder(
        [
          CacheBuilder.Entry("libx.so", "/other", flags: 0x7f03),
          CacheBuilder.Entry("libx.so", "/x", flags: flags),
        ], byteOrder: variant.specimen.byteOrder)
      #expect(
        try path("libx.so", in: builder.new(), convention) == (isTaken ? "/x" : nil),
        "flags \(flags)")
    }
  }

  @Test func theOldFormatGoesOnToTheBestFlagsAndTheNewOneDoesNot() throws {
    let builder = CacheBuilder([
      CacheBuilder.Entry("libx.so", "/any", flags: 1),
      CacheBuilder.Entry("libx.so", "/best", flags: 0x303),
      CacheBuilder.Entry("libx.so", "/later", flags: 0x303),
    ])
    #expect(try path("libx.so", in: builder.old()) == "/best")
    #expect(try path("libx.so", in: builder.new()) == "/any")
  }

  // MARK: Names

  @Test func numbersInNamesAreComparedByValue() throws {
    let builder = CacheBuilder(
      ["lib.so.9", "lib.so.10", "lib.so.100", "libé.so", "lib1.so.2", "lib~.so"].map {
        CacheBuilder.Entry($0, "/\($0)")
      })
    for name in ["lib.so.9", "lib.so.10", "lib.so.100", "libé.so", "lib1.so.2", "lib~.so"] {
      #expect(try path(name, in: builder.new()) == "/\(name)")
    }
    #expect(try path("lib.so.010", in: builder.new()) == "/lib.so.10")
    #expect(try path("lib01.so.2", in: builder.new()) == "/lib1.so.2")
    #expect(try path("lib.so.11", in: builder.new()) == nil)
  }

  @Test func namesThatAreNotASCIIAreSortedAsTheMachinesCharactersAre() {
    let (accented, plain) = (Array("é".utf8)[...], Array("z".utf8)[...])
    let (signed, unsigned) = (
      CacheNameOrder(hasSignedCharacters: true), CacheNameOrder(hasSignedCharacters: false)
    )
    #expect(signed.compare(accented, plain) < 0 && signed.compare(plain, accented) > 0)
    #expect(unsigned.compare(accented, plain) > 0 && unsigned.compare(plain, accented) < 0)
    #expect(signed.compare(accented, []) < 0 && signed.compare([], accented) > 0)
    #expect(unsigned.compare(accented, []) > 0 && unsigned.compare([], accented) < 0)
    for order in [signed, unsigned] {
      #expect(order.compare(accented, accented) == 0 && order.compare([], []) == 0)
    }
  }

  // MARK: glibc-hwcaps

  private var capable: CacheBuilder {
    CacheBuilder(
      [
        CacheBuilder.Entry("libx.so", "/plain"),
        CacheBuilder.Entry("libx.so", "/v2", folder: 0, level: 1),
        CacheBuilder.Entry("libx.so", "/v3", folder: 1, level: 2),
        CacheBuilder.Entry("libx.so", "/v4", folder: 2, level: 3),
        CacheBuilder.Entry("liby.so", "/v2/y", folder: 0),
      ], folders: ["x86-64-v2", "x86-64-v3", "x86-64-v4"])
  }

  @Test(arguments: [0, 3, 4, 5]) func theBestFolderOfTheProcessorWins(_ padding: Int) throws {
    let padded = CacheBuilder.Entry(String(repeating: "p", count: padding + 1), "/p")
    var builder = capable
    builder.entries.append(padded)
    let levels: [([String], String)] = [
      ([], "/plain"), (["x86-64-v2"], "/v2"), (["x86-64-v3", "x86-64-v2"], "/v3"),
      (["x86-64-v4", "x86-64-v3", "x86-64-v2"], "/v4"),
      (["other"], "/plain"),
    ]
    for (capabilities, expected) in levels {
      #expect(try path("libx.so", in: builder.new(), nil, capabilities) == expected)
    }
    #expect(try path("liby.so", in: builder.new(), nil, ["x86-64-v3", "x86-64-v2"]) == "/v2/y")
    #expect(try path("liby.so", in: builder.new(), nil, []) == nil)
  }

  @Test func theOrderOfTheEntriesDoesNotMatter() throws {
    let names = ["x86-64-v4", "x86-64-v3", "x86-64-v2"]
    for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2]] {
      let entries = order.map { CacheBuilder.Entry("libx.so", "/\(names[$0])", folder: UInt32($0)) }
      let bytes = CacheBuilder(entries, folders: names).new()
      #expect(try path("libx.so", in: bytes, nil, names) == "/x86-64-v4")
      #expect(try path("libx.so", in: bytes, nil, ["x86-64-v2"]) == "/x86-64-v2")
    }
  }

  @Test func inACacheOfBothFormatsTheLoaderMissesTheFolders() throws {
    // ldconfig counts the places of their names from the new header, and ld.so from the file.
    #expect(try path("libx.so", in: capable.both(), nil, ["x86-64-v2"]) == "/plain")
    #expect(try path("liby.so", in: capable.both(), nil, ["x86-64-v2"]) == nil)
  }

  @Test func aLibraryThatNeedsMoreThanItsFolderSaysIsLeft() throws {
    let builder = CacheBuilder(
      [
        CacheBuilder.Entry("libx.so", "/wrong", folder: 0, level: 3),
        CacheBuilder.Entry("libx.so", "/plain"),
      ], folders: ["x86-64-v2"])
    #expect(try path("libx.so", in: builder.new(), nil, ["x86-64-v2"]) == "/plain")
    let all = HardwareCapabilities.known(for: try Specimen().object().image.header.machine)
    #expect(try path("libx.so", in: builder.new(), nil, all) == "/wrong")
    let s390 = try convention(Specimen(byteOrder: .big, machine: 22))
    var other = CacheBuilder(
      [CacheBuilder.Entry("libx.so", "/z", folder: 0, level: 3)], folders: ["z13"], byteOrder: .big)
    other.entries[0].flags = 0x403
    #expect(try path("libx.so", in: other.new(), s390, ["z13"]) == "/z", "only x86 has levels")
  }

  @Test func capabilitiesOfBeforeAreNotKnown() throws {
    let builder = CacheBuilder([
      CacheBuilder.Entry("libx.so", "/old", capabilities: 1 << 63),
      CacheBuilder.Entry("libx.so", "/odd", capabilities: 1 << 62 | 1 << 44),
      CacheBuilder.Entry("libx.so", "/plain"),
    ])
    #expect(try path("libx.so", in: builder.new()) == "/plain")
  }

  // MARK: Bytes that are no cache

  @Test func everyShorterCacheIsHarmless() throws {
    let capabilities = ["x86-64-v4", "x86-64-v3", "x86-64-v2"]
    for bytes in [capable.new(), capable.old(), capable.both()] {
      for length in 0..<bytes.count {
        let found = try path("libx.so", in: Array(bytes.prefix(length)), nil, capabilities)
        #expect(found.map { $0.hasPrefix("/") || $0.isEmpty } ?? true)
      }
    }
  }

  @Test func moreEntriesThanThereIsRoomForAreNone() throws {
    for (original, place) in [(capable.new(), 20), (capable.old(), 12)] {
      for (count, isRead) in [(5, true), (1 << 16, false), (0xffff_ffff, false)] {
        var bytes = original
        for byte in 0..<4 { bytes[place + byte] = UInt8(truncatingIfNeeded: count >> (8 * byte)) }
        #expect((LoaderCache(bytes, try convention()) != nil) == isRead)
      }
    }
  }

  @Test func everyDamageIsHarmless() throws {
    var generator = SeededGenerator(seed: 1)
    let names = ["libx.so", "liby.so", "libz.so"]
    for original in [capable.new(), capable.old(), capable.both()] {
      for _ in 0..<2000 {
        var bytes = original
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
          let offset = Int.random(in: 0..<bytes.count, using: &generator)
          bytes[offset] =
            [0, 0x7f, 0x80, 0xff, UInt8.random(in: 0...255, using: &generator)]
            .randomElement(using: &generator) ?? 0
        }
        for name in names { _ = try path(name, in: bytes, nil, ["x86-64-v3", "x86-64-v2"]) }
      }
    }
  }

  @Test func aCacheOfEqualNamesEndsSoon() throws {
    let entries = (0..<20_000).map { CacheBuilder.Entry("libx.so", "/\($0)", flags: 0x7f03) }
    let bytes = CacheBuilder(entries).new()
    let clock = ContinuousClock()
    var found: String?
    let time = try clock.measure { found = try path("libx.so", in: bytes) }
    #expect(found == nil && time < .seconds(5))
  }

  @Test func emptyBytesAreNoCache() throws {
    #expect(LoaderCache([], try convention()) == nil)
    #expect(LoaderCache(Array("glibc-ld.so.cache1.1".utf8), try convention()) == nil)
    #expect(
      LoaderCache(
        Array("glibc-ld.so.cache1.0".utf8) + .init(repeating: 0, count: 99),
        try convention()) == nil)
    #expect(LoaderCache(CacheBuilder([]).new() + [0], try convention()) != nil)
  }

  // MARK: What ldconfig writes

  /// `NAME (FLAGS) => PATH` lines of `ldconfig -p`.
  private func listing(_ arguments: [String]) throws -> [(name: String, note: String, path: String)]
  {
    try mustRun("/sbin/ldconfig", ["-p"] + arguments).split(separator: "\n").compactMap { line in
      let parts = line.split(separator: " => ", maxSplits: 1)
      guard parts.count == 2, let note = parts[0].firstIndex(of: "(") else { return nil }
      return (
        parts[0][..<note].trimmingCharacters(in: .whitespaces), String(parts[0][note...]),
        String(parts[1])
      )
    }
  }

  @Test func theSystemsCacheIsReadAsLdconfigReadsIt() throws {
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "/etc/ld.so.cache")))
    let cache = try #require(LoaderCache(bytes, try convention()))
    var firsts: [String: String] = [:]
    for entry in try listing([]) where entry.note.contains("x86-64") && firsts[entry.name] == nil {
      firsts[entry.name] = entry.path
    }
    #expect(firsts.count > 50)
    for (name, path) in firsts {
      #expect(cache.path(of: Array(name.utf8)[...], capabilities: []).map(text) == path)
    }
  }
}
