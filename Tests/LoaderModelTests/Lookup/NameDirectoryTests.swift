// A directory of names beside the walk through the chains that it stands for: whatever the entries,
// both give the same answer.

import ELFCodec
import ELFModel
import TestSupport
import Testing

@testable import LoaderModel

@Suite struct NameDirectoryTests {
  /// The file with `count` entries of two names in one chain, of any kind and version.
  private func file(
    _ count: Int, hasVersions: Bool, _ random: inout SeededGenerator
  ) throws -> ObjectFile {
    let base = try decode(try Fixture.library.get().bytes)
    let strings = try #require(StringTable(Array("\0a\0b\0V0\0V1\0V2\0V3\0".utf8)))
    let null = base.symbols.table[0]
    var symbols: [DynamicSymbol] = [null]
    var words: [VersionIndex] = [.local]
    let types: [UInt8] = [0x10, 0x11, 0x12, 0x13, 0x16]
    let sections: [UInt16] = [0, 1, 1, 0xfff1]
    let versions: [UInt16] = [0, 1, 2, 3, 4, 5, 9]
    for _ in 0..<count {
      let name: UInt32 = Bool.random(using: &random) ? 1 : 3
      let value: UInt64 = Bool.random(using: &random) ? 0 : 0x1000
      let hidden: UInt16 = Bool.random(using: &random) ? 0x8000 : 0
      symbols.append(
        DynamicSymbol(
          nameOffset: name, info: types.randomElement(using: &random) ?? 0, other: 0,
          sectionIndex: sections.randomElement(using: &random) ?? 0, value: value, size: 4))
      let number = versions.randomElement(using: &random) ?? 0
      words.append(VersionIndex(rawValue: number | hidden))
    }
    let numbers: [UInt16] = [2, 3, 4, 5]
    let offsets: [UInt32] = [5, 8, 11, 14]
    let definitions = zip(numbers, offsets).map {
      VersionDefinition(number: $0.0, isBase: false, nameOffset: $0.1)
    }
    let region = base.symbols.region
    let chains: [UInt32] = (0...count).map { $0 == 0 || $0 == count ? 0 : UInt32($0) + 1 }
    let table = SysVHashTable(buckets: [1], chains: chains)
    let image = DynamicImage(
      header: base.header, fileSize: base.fileSize, segments: base.segments, sections: nil,
      interpreter: nil, dynamic: base.dynamic, strings: Placed(strings, in: region),
      symbols: Placed(symbols, in: region), versions: Placed(words, in: region),
      versionDefinitionList: hasVersions ? Placed(definitions, in: region) : nil,
      versionNeedList: nil, gnuHash: nil, sysvHash: Placed(table, in: region), relocations: [])
    return ObjectFile(image, identity: FileIdentity(device: 0, inode: 0))
  }

  private func queries() -> [SymbolQuery] {
    var queries: [SymbolQuery] = []
    for name in ["a", "b", "c"] {
      for typeClass in [TypeClass(), .plt, .copy] {
        for wantsNewest in [false, true] {
          for version in [nil, "V0", "V1", "V2", "V3", "V4"] {
            for isHidden in [false, true] {
              queries.append(
                SymbolQuery(
                  Array(name.utf8)[...],
                  version: version.map {
                    VersionName(name: Array($0.utf8)[...], isHidden: isHidden)
                  }, typeClass: typeClass, wantsNewest: wantsNewest))
            }
          }
        }
      }
    }
    return queries
  }

  @Test func answersAsTheWalkDoes() throws {
    var random = SeededGenerator(seed: 7)
    var outcomes: [Bool: Int] = [:]
    for round in 0..<600 {
      let file = try file(
        .random(in: 1...12, using: &random), hasVersions: round % 4 > 0, &random)
      #expect(file.directory == nil)
      let directory = try #require(NameDirectory(of: file.image, file.versions, beyond: 0))
      let other = ObjectFile(file.image, identity: file.identity, directory: directory)
      for query in queries() {
        let (expected, answer) = (file.match(for: query), other.match(for: query))
        #expect(answer == expected, "\(round): \(query)")
        #expect(other.muslMatch(for: query) == file.muslMatch(for: query), "\(round): \(query)")
        outcomes[expected == nil, default: 0] += 1
      }
    }
    #expect(outcomes.count == 2 && outcomes.values.allSatisfy { $0 > 1000 }, "\(outcomes)")
  }

  /// However many entries there are, few are left to ask.
  @Test func listsAreShort() throws {
    var random = SeededGenerator(seed: 8)
    let file = try file(20_000, hasVersions: true, &random)
    let directory = try #require(file.directory)
    for query in queries() {
      #expect(directory.entries(for: query, hasVersions: true).count <= 64)
    }
  }
}
