// Whatever is wrong with a file: an error that names the structure, never a trap.

import ELFCodec
import ELFModel
import Foundation
import TestSupport
import Testing

@Suite struct DamagedFileTests {
  private func failure(_ bytes: [UInt8]) -> DecodeError? {
    #expect(throws: DecodeError.self) { _ = try decode(bytes) }
  }

  @Test func whatDoesNotBeginAsELFIsNot() {
    #expect(failure([]) == .notELF)
    #expect(failure([0x7f, 0x45, 0x4c]) == .notELF)
    #expect(failure(Array("#!/bin/sh\n".utf8)) == .notELF)
  }

  @Test func unknownIdentificationIsNamed() throws {
    let bytes = try Fixture.library.get().bytes
    for (position, field) in [(4, "class"), (5, "byte order"), (6, "version")] {
      var damaged = bytes
      damaged[position] = 9
      let expected = DecodeError.malformed(
        structure: "ELF identification", offset: position, reason: "unknown \(field) 9")
      #expect(failure(damaged) == expected)
    }
  }

  /// The section headers stand at the end: without its last byte the file is not whole.
  @Test func everyTruncationIsAnError() throws {
    let bytes = try Fixture.library.get().bytes
    for length in 0..<bytes.count {
      #expect(throws: DecodeError.self, "\(length) bytes") {
        _ = try decode(Array(bytes[..<length]))
      }
    }
    #expect(throws: Never.self) { _ = try decode(bytes) }
  }

  /// Without section headers the segments still say how long the file has to be.
  @Test func truncationWithoutSectionHeadersIsAnError() throws {
    var bytes = try Fixture.library.get().bytes
    let image = try decode(bytes)
    for position in 0x28..<0x30 { bytes[position] = 0 }  // e_shoff
    for position in 0x3c..<0x40 { bytes[position] = 0 }  // e_shnum, e_shstrndx
    #expect(try decode(bytes).sections == nil)
    let end =
      image.segments.filter { $0.type == Segment.load }
      .map { Int($0.offset + $0.fileSize) }.max() ?? 0
    for length in stride(from: 64, to: end, by: 7) {
      #expect(throws: DecodeError.self, "\(length) bytes") {
        _ = try decode(Array(bytes[..<length]))
      }
    }
  }

  /// Every entry of the dynamic section made to point far away, at nothing, and at the header.
  @Test(arguments: [UInt64.max, 0, 1, 0x1000_0000, 0x7fff_ffff_ffff_fff8])
  func tablesThatPointAnywhere(_ target: UInt64) throws {
    let bytes = try Fixture.library.get().bytes
    let image = try decode(bytes)
    for position in image.dynamic.table.indices {
      var damaged = bytes
      let place = image.dynamic.region.offset + position * 16 + 8
      for byte in 0..<8 { damaged[place + byte] = UInt8(truncatingIfNeeded: target >> (8 * byte)) }
      do {
        let decoded = try decode(damaged)
        #expect(decoded.symbols.table == image.symbols.table, "only entries beside the tables")
      } catch is DecodeError {
        continue
      }
    }
  }

  /// Section names that lie in a table to be edited would change with it.
  @Test func sectionNamesInATableAreRefused() throws {
    var bytes = try Fixture.library.get().bytes
    let sections = try #require(try decode(bytes).sections?.table)
    let versions = try #require(sections.firstIndex(of: .versions))
    bytes[0x3e] = UInt8(versions)  // e_shstrndx
    guard case .malformed(let structure, _, let reason) = failure(bytes) else {
      Issue.record("it was read")
      return
    }
    #expect([structure, reason].contains { $0.contains(".shstrtab") })
  }

  /// An error that one place is to blame for says which.
  @Test func errorsSayWhere() throws {
    let bytes = try Fixture.library.get().bytes
    let image = try decode(bytes)
    func offset(_ structure: String, _ change: (inout [UInt8]) -> Void) throws -> Int {
      var damaged = bytes
      change(&damaged)
      guard case .malformed(let found, let offset?, _) = failure(damaged) else {
        throw NoOffset()
      }
      #expect(found == structure)
      return offset
    }
    func entry(_ tag: DynamicTag) throws -> Int {
      let index = try #require(image.dynamic.table.firstIndex { $0.tag == tag })
      return image.dynamic.region.offset + index * 16
    }
    /// Gives the entry a tag that nobody knows.
    func withoutEntry(_ tag: DynamicTag, _ structure: String) throws -> Int {
      let place = try entry(tag)
      return try offset(structure) { $0.replaceSubrange(place..<place + 4, with: [0, 0, 0, 0x61]) }
    }
    #expect(try offset(".shstrtab") { $0[62] = 0xf0 } == 62)
    #expect(try offset("section headers") { $0[58] = 1 } == 58)
    #expect(try offset("program headers") { $0[54] = 1 } == 54)
    #expect(try withoutEntry(.pltRelFormat, "DT_JMPREL") == entry(.jmpRel))
    #expect(try withoutEntry(.pltRelSize, "DT_JMPREL") == entry(.jmpRel))
    #expect(try withoutEntry(.relaSize, "DT_RELA") == entry(.rela))
    #expect(try withoutEntry(.stringsSize, ".dynamic") == image.dynamic.region.offset)
    #expect(try withoutEntry(.versionNeedCount, ".dynamic") == image.dynamic.region.offset)
    let format = try entry(.pltRelFormat)
    #expect(try offset("DT_JMPREL") { $0[format + 8] = 1 } == format)
    let sections = try #require(image.sections)
    let symbols = try #require(sections.table.dynamicSymbols)
    let size = sections.region.offset + symbols * 64 + 32
    #expect(
      try offset(".dynsym") { $0.replaceSubrange(size..<size + 2, with: [24, 0]) }
        == image.symbols.region.offset)
  }

  private struct NoOffset: Error {}

  @Test func kindsWithoutDynamicSymbolsAreToldApart() throws {
    let folder = try TemporaryFolder()
    let source = try folder.write("int main(void) { return 0; }", to: "main.c")
    func made(_ options: String...) throws -> String {
      let file = folder.file("made")
      try mustRun("gcc", options + ["-o", file.path, source.path])
      let error = failure([UInt8](try Data(contentsOf: file)))
      guard case .unsupported(let kind, _) = error else { return "\(String(describing: error))" }
      return kind
    }
    #expect(try made("-c") == "a relocatable object (or kernel module)")
    #expect(try made("-static") == "a statically linked executable")
    #expect(try made("-static-pie") == "a statically linked executable")
  }

  @Test func aSeparateDebugFileIsRecognised() throws {
    let folder = try TemporaryFolder()
    let debug = folder.file("debug")
    try mustRun(
      "objcopy", ["--only-keep-debug", try Fixture.program.get().file.path, debug.path])
    guard case .unsupported(let kind, _) = failure([UInt8](try Data(contentsOf: debug))) else {
      Issue.record("it was read")
      return
    }
    #expect(kind == "a separate debug file")
  }
}
