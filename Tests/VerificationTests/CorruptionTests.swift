// Every check finds what it is for; a sound file passes all of them. The damage is done to values,
// one table at a time, as no writer of ours would do it.

import Demotion
import ELFCodec
import ELFModel
import TestSupport
import Testing
import Verification

/// One way to damage an image, and the check that must notice.
struct Damage: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let check: String
  let apply: @Sendable (inout DynamicImage) -> Void

  init(
    _ description: String, noticedBy check: String,
    _ apply: @escaping @Sendable (inout DynamicImage) -> Void
  ) {
    testDescription = description
    self.check = check
    self.apply = apply
  }

  /// Damage that shows in the file alone.
  static let alone = [
    Damage("a global before a local", noticedBy: "symbol-order") {
      $0.symbols.table[$0.symbols.table.count - 1].binding = .local
    },
    Damage("sh_info", noticedBy: "symbol-order") { image in
      guard let section = image.sections?.table.dynamicSymbols else { return }
      image.sections?.table.headers[section].info += 1
    },
    Damage("a null symbol with a value", noticedBy: "symbol-order") {
      $0.symbols.table[0].info = 0x11
    },
    Damage("an emptied bloom filter", noticedBy: "gnu-hash") {
      $0.gnuHash?.table.bloom[0] = 0
    },
    Damage("a bucket that begins later", noticedBy: "gnu-hash") { image in
      guard let place = image.gnuHash?.table.buckets.firstIndex(where: { $0 != 0 }) else { return }
      image.gnuHash?.table.buckets[place] = 0
    },
    Damage("a wrong chain word", noticedBy: "gnu-hash") { $0.gnuHash?.table.chains[0] ^= 0x100 },
    Damage("a bucket that leads to another's symbol", noticedBy: "gnu-hash") { image in
      guard var table = image.gnuHash?.table else { return }
      let place = table.buckets.firstIndex { $0 != table.symbolOffset } ?? 0
      table.buckets[place] = table.symbolOffset
      image.gnuHash?.table = table
    },
    Damage("a chain that does not end", noticedBy: "gnu-hash") { image in
      let last = (image.gnuHash?.table.chains.count ?? 1) - 1
      image.gnuHash?.table.chains[last] &= ~1
    },
    Damage("nchain", noticedBy: "sysv-hash") { $0.sysvHash?.table.chains.removeLast() },
    Damage("a chain that leads nowhere", noticedBy: "sysv-hash") { image in
      let first = image.sysvHash?.table.buckets.first { $0 != 0 } ?? 0
      image.sysvHash?.table.chains[Int(first)] = 0x7fff_ffff
    },
    Damage("a chain that loops", noticedBy: "sysv-hash") { image in
      let first = image.sysvHash?.table.buckets.first { $0 != 0 } ?? 0
      image.sysvHash?.table.chains[Int(first)] = first
    },
    Damage("no bucket at all", noticedBy: "sysv-hash") { $0.sysvHash?.table.buckets = [] },
    Damage("an export that one table lacks", noticedBy: "hash-agreement") { image in
      let count = image.sysvHash?.table.buckets.count ?? 0
      image.sysvHash?.table.buckets = Array(repeating: 0, count: count)
    },
    Damage("a local symbol with a version", noticedBy: "local-versions") { image in
      image.symbols.table[1].binding = .local
      image.versions?.table[1] = VersionIndex(rawValue: 2)
    },
    Damage("a version of the null symbol alone", noticedBy: "versions") {
      $0.versions?.table[0] = VersionIndex(rawValue: 1)
    },
    Damage("a definition in no section", noticedBy: "definitions") {
      $0.changeLastExport(sectionIndex: 999)
    },
    Damage("a definition outside every segment", noticedBy: "definitions") {
      $0.changeLastExport(value: 0x9999_9999)
    },
    Damage("symbols without a string table", noticedBy: "sections") { image in
      guard let section = image.sections?.table.dynamicSymbols else { return }
      let old = image.sections?.table.headers[section]
      guard let old else { return }
      image.sections?.table.headers[section] = Section(
        nameOffset: old.nameOffset, type: old.type, flags: old.flags, address: old.address,
        offset: old.offset, size: old.size, link: 0, info: old.info, alignment: old.alignment,
        entrySize: old.entrySize)
    },
    Damage("a string table that lies about its size", noticedBy: "sections") { image in
      let sections = image.sections?.table.headers ?? []
      guard let strings = sections.firstIndex(where: { $0.type == 3 && $0.isAllocated }) else {
        return
      }
      image.sections?.table.headers[strings].size += 1
    },
    Damage("a version that nothing explains", noticedBy: "versions") {
      $0.versions?.table[3] = VersionIndex(rawValue: 99)
    },
    Damage("a missing version word", noticedBy: "versions") { $0.versions?.table.removeLast() },
    Damage("a relocation of no symbol", noticedBy: "relocations") { image in
      image.relocations[0].table.symbolic[0].symbol = SymbolIndex(9_999)
    },
    Damage("a lazily bound visible local", noticedBy: "relocations") { image in
      for index in image.jumpSlotSymbols where !image[index].isUndefined {
        image.symbols.table[index.position].binding = .local
      }
    },
    Damage("a section that lies about its size", noticedBy: "sections") { image in
      let section = image.sections?.table.firstIndex(of: .gnuHash) ?? 0
      image.sections?.table.headers[section].size -= 4
    },
  ]

  /// Damage that only shows beside the original.
  static let compared = [
    Damage("another value", noticedBy: "symbol-changes") { image in
      let symbol = image.symbols.table[4]
      image.symbols.table[4] = DynamicSymbol(
        nameOffset: symbol.nameOffset, info: symbol.info, other: symbol.other,
        sectionIndex: symbol.sectionIndex, value: symbol.value + 1, size: symbol.size)
    },
    Damage("a local that nobody asked for", noticedBy: "symbol-changes") { image in
      let last = image.symbols.table.count - 1
      image.symbols.table[last].binding = .local
    },
    Damage("the machine's bits of st_other", noticedBy: "symbol-changes") {
      $0.symbols.table[4].other |= 0x80
    },
    Damage("a visibility that a lazy call needs", noticedBy: "symbol-changes") { image in
      for index in image.symbolIndices where image[index].isLocal {
        image.symbols.table[index.position].visibility =
          image[index].visibility == .hidden ? .default : .hidden
      }
    },
    Damage("two records that change places", noticedBy: "relocation-meaning") { image in
      let table = image.relocations.firstIndex { $0.table.name == "DT_JMPREL" } ?? 0
      let first = image.relocations[table].table.symbolic[0].symbol
      image.relocations[table].table.symbolic[0].symbol =
        image.relocations[table].table.symbolic[1].symbol
      image.relocations[table].table.symbolic[1].symbol = first
    },
    Damage("stray bits in the bloom filter", noticedBy: "hash-content") {
      $0.gnuHash?.table.bloom[0] = .max
    },
    Damage("a chain word of a symbol that is not hashed", noticedBy: "hash-content") {
      $0.sysvHash?.table.chains[1] = 2
    },
    Damage("a version of the null symbol", noticedBy: "symbol-changes") {
      $0.versions?.table[0] = VersionIndex(rawValue: 1)
    },
    Damage("another geometry", noticedBy: "frame") { $0.gnuHash?.table.bloom.append(0) },
    Damage("another section header", noticedBy: "frame") {
      $0.sections?.table.headers[1].info += 1
    },
    Damage("a name that is found no more", noticedBy: "lookups") { $0.gnuHash?.table.bloom = [0] },
  ]
}

extension DynamicImage {
  /// Gives the last export another value or another section.
  fileprivate mutating func changeLastExport(value: UInt64? = nil, sectionIndex: UInt16? = nil) {
    guard let position = exports.last?.position else { return }
    let old = symbols.table[position]
    symbols.table[position] = DynamicSymbol(
      nameOffset: old.nameOffset, info: old.info, other: old.other,
      sectionIndex: sectionIndex ?? old.sectionIndex, value: value ?? old.value, size: old.size)
  }
}

@Suite struct CorruptionTests {
  let before: DynamicImage
  let after: DynamicImage
  let demoted: SymbolSet

  init() throws {
    let image = try decode(try Fixture.library.get().bytes)
    let demoted = SymbolSet(
      image.exports.filter {
        ["first", "counter"].contains(String(decoding: image.name(of: $0), as: UTF8.self))
      })
    before = image
    self.demoted = demoted
    after = DemotionPlan(demoting: demoted, in: image).applied(to: image)
  }

  @Test func aSoundFileAndASoundDemotionPass() {
    #expect(verify(before).isEmpty)
    #expect(verify(after).isEmpty)
    #expect(verify(after, against: before, intended: demoted).isEmpty)
    #expect(verify(after, against: before, intended: nil).isEmpty)
    #expect(verify(before, against: before, intended: []).isEmpty)
  }

  @Test(arguments: Damage.alone) func damageInAFile(_ damage: Damage) {
    var damaged = before
    damage.apply(&damaged)
    #expect(verify(damaged).contains { $0.check == damage.check })
  }

  @Test(arguments: Damage.compared) func damageBesideTheOriginal(_ damage: Damage) {
    var damaged = after
    damage.apply(&damaged)
    #expect(damaged != after)
    let problems = verify(damaged, against: before, intended: demoted)
    #expect(problems.contains { $0.check == damage.check }, "\(problems)")
  }

  /// A word that is wrong is named by its place, where the file has the right one.
  @Test func placesOfWrongWords() throws {
    let bytes = try Fixture.library.get().bytes
    func word(_ check: String, _ change: (inout DynamicImage) -> Void) throws -> UInt32 {
      var damaged = before
      change(&damaged)
      let place = try #require(verify(damaged).first { $0.check == check }?.offset)
      return bytes[place..<place + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }
    let gnu = try #require(before.gnuHash?.table)
    let sysv = try #require(before.sysvHash?.table)
    for chain in gnu.chains.indices {
      #expect(
        try word("gnu-hash") { $0.gnuHash?.table.chains[chain] ^= 0x100 } == gnu.chains[chain])
    }
    for bucket in gnu.buckets.indices {
      #expect(
        try word("gnu-hash") { $0.gnuHash?.table.buckets[bucket] = 9_999 } == gnu.buckets[bucket])
    }
    for bucket in sysv.buckets.indices {
      #expect(
        try word("sysv-hash") { $0.sysvHash?.table.buckets[bucket] = 9_999 }
          == sysv.buckets[bucket])
    }
    for chain in sysv.chains.indices {
      #expect(
        try word("sysv-hash") { $0.sysvHash?.table.chains[chain] = 9_999 } == sysv.chains[chain])
    }
  }

  @Test func copiedDataThatIsLocalIsFoundUnlessItWasForced() throws {
    var image = try decode(try Fixture.program.get().bytes)
    #expect(verify(image).isEmpty)
    for relocation in image.relocations.flatMap(\.table.symbolic) where relocation.type == 5 {
      image.symbols.table[relocation.symbol.position].binding = .local
    }
    #expect(verify(image).contains { $0.check == "copied-locals" })
    #expect(!verify(image, toleratesOddLocals: true).contains { $0.check == "copied-locals" })
  }

  /// No loader looks at the version of a local symbol, but what becomes local here loses it.
  @Test func versionsOfLocalSymbolsAreLetPassIfTheFileCameWithThem() throws {
    var image = after
    let local = try #require(
      image.symbolIndices.first { image[$0].isLocal && image[$0].nameOffset != 0 })
    image.versions?.table[local.position] = VersionIndex(rawValue: 2)
    #expect(verify(image).map(\.check) == ["local-versions"])
    #expect(verify(image, toleratesOddLocals: true).isEmpty)
    #expect(verify(image, against: image, intended: []).isEmpty)
    #expect(verify(image, against: before, intended: demoted).map(\.check) == ["symbol-changes"])
  }

  @Test func anIntentionThatWasNotMetIsNamed() {
    let other = SymbolSet(demoted.dropFirst())
    #expect(verify(after, against: before, intended: other).map(\.check) == ["symbol-changes"])
    #expect(verify(before, against: before, intended: demoted).count == demoted.count)
  }

  @Test func thousandsOfProblemsAreSummedUp() {
    var damaged = before
    damaged.relocations[0].table.symbolic = (0..<500).map {
      Relocation(record: $0, type: 1, symbol: SymbolIndex(60_000), offset: 0, addend: 0)
    }
    let problems = verify(damaged).filter { $0.check == "relocations" }
    #expect(problems.count == 21)
    #expect(problems.last?.message.contains("480 more") == true)
  }
}
