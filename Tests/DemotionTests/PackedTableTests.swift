// Android's packed relocations through a demotion: what lld wrote comes back as it was, and after a
// demotion every record still means the same symbol, for readers other than ours as well.

import Demotion
import ELFCodec
import ELFModel
import Foundation
import TestSupport
import Testing

@Suite struct PackedTableTests {
  @Test(arguments: CrossTarget.android, Packing.allCases)
  func packedTablesAreReadAndRewritten(_ target: CrossTarget, _ packing: Packing) throws {
    let folder = try TemporaryFolder()
    let file = try target.packedLibrary(in: folder, packing)
    let bytes = [UInt8](try Data(contentsOf: file))
    let before = try decode(bytes)
    let table = try #require(before.relocations.first { !$0.table.format.hasFixedRecords }).table
    #expect((table.format == .packedRela) == (target.fileClass == "ELF64"))
    #expect(!table.symbolic.isEmpty && table.plain.isEmpty == (packing == .androidAndRelr))
    #expect(try encode(before, over: before, in: bytes).isEmpty)
    let lines = try relocationLines(file)
    // The two words of `own` are in the RELR table then, which names no symbols.
    let others = packing == .androidAndRelr ? 2 : 0
    #expect(lines.count == before.relocations.reduce(others) { $0 + $1.table.recordCount })

    var generator = SeededGenerator(seed: 1)
    let selections =
      [before.exports, Array(before.exports.suffix(1))]
      + (0..<6).map { _ in before.exports.filter { _ in Bool.random(using: &generator) } }
    for selection in selections {
      let after = DemotionPlan(demoting: SymbolSet(selection), in: before).applied(to: before)
      let edits = try encode(after, over: before, in: bytes)
      let result = EditedSource(bytes, edits: edits)
      #expect(try decode(result) == after)
      // The same records for another reader: only the indices of symbols, which it does not show
      // apart from the type, may differ.
      let copy = folder.file("copy.so")
      try Data(result.bytes(in: 0..<bytes.count)).write(to: copy)
      #expect(try relocationLines(copy) == lines)
    }
  }

  /// The higher an index, the more bytes it takes. Whatever is demoted, the table has its old place,
  /// or else there is an error and no result.
  @Test(arguments: CrossTarget.android)
  func tablesOfManySymbols(_ target: CrossTarget) throws {
    let folder = try TemporaryFolder()
    let file = try target.packedLibrary(in: folder, .android, functions: 1500)
    let bytes = [UInt8](try Data(contentsOf: file))
    let before = try decode(bytes)
    var generator = SeededGenerator(seed: 2)
    var tooLong = 0
    for share in [1, 3, 10, 50, 90, 99].flatMap({ [$0, $0] }) {
      let selection = before.exports.filter { _ in
        Int.random(in: 0..<100, using: &generator) < share
      }
      let after = DemotionPlan(demoting: SymbolSet(selection), in: before).applied(to: before)
      do {
        let edits = try encode(after, over: before, in: bytes)
        #expect(try decode(EditedSource(bytes, edits: edits)) == after)
      } catch EncodeError.doesNotFit {
        tooLong += 1
      }
    }
    print("packed: \(target.triple): \(tooLong) too long")
    #expect(tooLong == 0)
  }

  /// offset, type, symbol's value, name and addend of each relocation, as llvm-readelf prints them.
  private func relocationLines(_ file: URL) throws -> [String] {
    try mustRun("llvm-readelf", ["-rW", file.path]).split(separator: "\n").compactMap { line in
      let fields = line.split(separator: " ")
      guard fields.count > 2, fields[2].hasPrefix("R_") else { return nil }
      return ([fields[0]] + fields[2...]).joined(separator: " ")
    }
  }
}
