// The filters of a process beside the walk through one object's hash table, which reads the same
// Bloom words for itself: whatever the words are, nothing that the walk finds is passed by.

import ELFCodec
import ELFModel
import TestSupport
import Testing

@testable import LoaderModel

@Suite struct BloomFilterTests {
  @Test func nothingThatIsFoundIsPassedBy() throws {
    let image = try decode(try Fixture.library.get().bytes)
    let names = image.symbolIndices.map { Array(image.name(of: $0)) }
    var random = SeededGenerator(seed: 20)
    var filters = BloomFilters()
    var outcomes: [Bool: Int] = [:]
    for position in 0..<2000 {
      let file = try self.file(image, withFilterFrom: &random)
      filters.append(file)
      for name in names {
        let query = SymbolQuery(name[...], version: nil)
        let isFound = file.firstEntry(hashedAs: query) { image.name(of: $0) == name[...] } != nil
        let passes = filters.pass(query.gnuHash, to: LinkMapIndex(rawValue: position))
        #expect(passes || !isFound)
        outcomes[passes, default: 0] += 1
      }
    }
    // Neither answer is the only one.
    #expect(outcomes.count == 2 && outcomes.values.allSatisfy { $0 > 1000 }, "\(outcomes)")
  }

  @Test func whatIsFoundInAnotherWayIsNeverPassedBy() throws {
    var image = try decode(try Fixture.library.get().bytes)
    var filters = BloomFilters()
    filters.append(ObjectFile(image, identity: FileIdentity(device: 0, inode: 1)))
    image.gnuHash = nil
    filters.append(ObjectFile(image, identity: FileIdentity(device: 0, inode: 2)))
    let hashes = (0..<1000).map { NameHash.gnu("nobody\($0)".utf8) }
    #expect(!hashes.allSatisfy { filters.pass($0, to: LinkMapIndex(rawValue: 0)) })
    #expect(hashes.allSatisfy { filters.pass($0, to: LinkMapIndex(rawValue: 1)) })
  }

  /// The file of `image` as one of either class, with Bloom words that may be anything.
  private func file(
    _ image: DynamicImage, withFilterFrom random: inout SeededGenerator
  ) throws -> ObjectFile {
    let fileClass = Bool.random(using: &random) ? FileClass.elf64 : .elf32
    let placed = try #require(image.gnuHash)
    // No power of two, and none at all, are what no decoder lets through.
    let wordCount = [0, 1, 2, 3, 4, 64].randomElement(using: &random) ?? 1
    let table = GNUHashTable(
      symbolOffset: placed.table.symbolOffset, bloomShift: .random(in: 0..<40, using: &random),
      bloom: (0..<wordCount).map { _ in .random(in: 0 ... .max, using: &random) },
      buckets: placed.table.buckets, chains: placed.table.chains)
    let header = FileHeader(
      fileClass: fileClass, byteOrder: image.header.byteOrder, machine: image.header.machine,
      objectType: image.header.objectType, segmentTable: image.header.segmentTable)
    return ObjectFile(
      DynamicImage(
        header: header, fileSize: image.fileSize, segments: image.segments,
        sections: image.sections, interpreter: image.interpreter, dynamic: image.dynamic,
        strings: image.strings, symbols: image.symbols, versions: image.versions,
        versionDefinitionList: image.versionDefinitionList,
        versionNeedList: image.versionNeedList, gnuHash: Placed(table, in: placed.region),
        sysvHash: image.sysvHash, relocations: image.relocations),
      identity: FileIdentity(device: 0, inode: 0))
  }
}
