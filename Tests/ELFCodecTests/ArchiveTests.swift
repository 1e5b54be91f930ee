// The names that an archive defines are those of its symbol index.

import ELFCodec
import ELFModel
import Foundation
import TestSupport
import Testing

@Suite struct ArchiveTests {
  private func archive(_ flags: String) throws -> [UInt8] {
    let folder = try TemporaryFolder()
    try folder.write("int one; int two(void) { return one; } static int three;", to: "a.c")
    try folder.write("extern int elsewhere; int four(void) { return elsewhere; }", to: "b.c")
    try mustRun("gcc", ["-c", "-w", "a.c", "b.c"], directory: folder.url)
    try mustRun("ar", [flags, "lib.a", "a.o", "b.o"], directory: folder.url)
    return [UInt8](try Data(contentsOf: folder.file("lib.a")))
  }

  private func defined(_ archive: [UInt8]) throws -> [String] {
    let set = try archiveSymbolNames(archive)
    return ["one", "two", "three", "four", "elsewhere"].filter { set.contains(Array($0.utf8)[...]) }
  }

  @Test(arguments: ["rcs", "rcsT"]) func definitionsAreFoundAndNothingElse(_ flags: String) throws {
    let archive = try archive(flags)
    #expect(try isArchive(archive))
    #expect(try defined(archive) == ["one", "two", "four"])
  }

  /// What an object file hides it gives to nobody, although the index lists it.
  @Test func hiddenNamesAreNotDefinedForOthers() throws {
    let folder = try TemporaryFolder()
    let hidden = "__attribute__((visibility(\"hidden\"))) "
    try folder.write("int one; \(hidden)int two(void) { return one; }", to: "a.c")
    try folder.write("int four(void) { return 4; }", to: "b.c")
    try mustRun("gcc", ["-c", "a.c"], directory: folder.url)
    // Of code for the link-time optimiser only the index tells.
    try mustRun("gcc", ["-c", "-flto", "-fno-fat-lto-objects", "b.c"], directory: folder.url)
    try mustRun("gcc-ar", ["rcs", "lib.a", "a.o", "b.o"], directory: folder.url)
    let archive = [UInt8](try Data(contentsOf: folder.file("lib.a")))
    #expect(try defined(archive) == ["one", "four"])
  }

  @Test func whatIsNoArchiveIsNone() throws {
    #expect(try !isArchive([UInt8]("!<arch>".utf8)))
    #expect(try !isArchive(try Fixture.library.get().bytes))
  }

  @Test func anArchiveWithoutAnIndexSaysWhatToDo() throws {
    let archive = try archive("rcS")
    #expect {
      _ = try archiveSymbolNames(archive)
    } throws: { error in
      guard case .malformed(_, _, let reason) = error as? DecodeError else { return false }
      return reason.contains("ranlib")
    }
  }

  @Test func everyTruncationOfTheIndexIsAnError() throws {
    let archive = try archive("rcs")
    let size = try #require(
      Int(String(decoding: archive[56..<60], as: UTF8.self).prefix { $0 != " " }))
    // Without any member it is an empty archive, and whole.
    #expect(try archiveSymbolNames(Array(archive[..<8])).count == 0)
    for length in 9..<(68 + size) {
      #expect(throws: DecodeError.self, "\(length) bytes") {
        _ = try archiveSymbolNames(Array(archive[..<length]))
      }
    }
    // Beyond it the members are missed.
    #expect(throws: DecodeError.self) { _ = try archiveSymbolNames(Array(archive[..<(68 + size)])) }
    #expect(throws: Never.self) { _ = try archiveSymbolNames(archive) }
  }

  @Test func aHostileCountIsAnError() throws {
    var archive = try archive("rcs")
    archive.replaceSubrange(68..<72, with: [0xff, 0xff, 0xff, 0xff])
    #expect(throws: DecodeError.self) { _ = try archiveSymbolNames(archive) }
  }
}
