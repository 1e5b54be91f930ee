// A file may export nothing at all. Its hash tables must then say so without misleading a loader:
// no bucket leads anywhere and the bloom filter lets nothing pass, yet both tables still tell the
// number of symbols, for readers without section headers (gABI, "Hash Table": nchain; symoffset of
// DT_GNU_HASH is the index of the first hashed symbol).

import Foundation
import TestSupport
import Testing

@Suite struct EmptiedTablesTests {
  /// Whatever the emptied host offered is then found in the library: the program needs only that.
  static let librarySource =
    TwoCopies.librarySource + """
      int report(void) { return shared_function(); }
      int kept_callback(void) { return 0; }

      """
  static let mainSource = """
    #include <stdio.h>
    int shared_function(void), report(void);
    int main(void) { return printf("%d\\n", shared_function()) < 0; }

    """

  @Test(arguments: Linker.allCases, HashStyle.allCases)
  func aFileWithoutExportsIsLoaded(_ linker: Linker, _ style: HashStyle) throws {
    let workshop = try Workshop(linker)
    let library = try workshop.library("libreal.so", Self.librarySource)
    let host = try workshop.library(
      "libhost.so", TwoCopies.hostSource, needing: [library], ["-Wl,--hash-style=\(style)"])
    let program = try workshop.program(Self.mainSource, needing: [host, library])
    #expect(try output(of: program) == "1\n")

    // gold exports _end and the like from libraries, which a rule keeps.
    let original = try demote(in: host, "--all", "--force")

    #expect(try exportedNames(host) == [])
    #expect(try output(of: program) == "2\n")
    if style != .sysv { try expectEmptyGNUHash(host, from: original) }
    if style != .gnu { try expectEmptySysVHash(host, from: original) }

    // Without section headers, the number of symbols can only come from the hash tables.
    try mustRun("llvm-objcopy", ["--strip-sections", host.path])
    #expect(try sections(host).isEmpty)
    try expectEnd(0, untouched: host, "apply", "--all", "--force", host.path)
    try expectEnd(0, untouched: host, "verify", host.path)
    #expect(try output(of: program) == "2\n")
  }

  @Test(arguments: Linker.allCases, HashStyle.allCases)
  func aFileWithoutSectionHeadersIsDemoted(_ linker: Linker, _ style: HashStyle) throws {
    let copies = try TwoCopies(
      in: try Workshop(linker), as: .pie, ["-Wl,--hash-style=\(style)"])
    try mustRun("llvm-objcopy", ["--strip-sections", copies.host.path])
    #expect(try output(of: copies.program) == TwoCopies.captured)
    try demote(in: copies.host, "--demote=shared_*")
    #expect(try output(of: copies.program) == TwoCopies.separate)
  }

  private func expectEmptyGNUHash(_ file: URL, from original: URL) throws {
    let words = try sectionWords(".gnu.hash", of: file, as: UInt32.self)
    let before = try sectionWords(".gnu.hash", of: original, as: UInt32.self)
    let (buckets, bloomWords) = (Int(words[0]), Int(words[2]))
    #expect(words[0] == before[0] && words[2] == before[2] && words[3] == before[3])
    #expect(Int(words[1]) == (try dynamicSymbols(file).count))
    #expect(words[4...].allSatisfy { $0 == 0 })
    #expect(words.count == before.count)
    #expect(before[4...].contains { $0 != 0 })
    // What the chains took before is zero now.
    let table = try #require(try section(".gnu.hash", of: original))
    let freed = table.range.dropFirst((4 + 2 * bloomWords + buckets) * 4)
    let bytes = try Data(contentsOf: file)
    #expect(freed.allSatisfy { bytes[$0] == 0 })
  }

  private func expectEmptySysVHash(_ file: URL, from original: URL) throws {
    let words = try sectionWords(".hash", of: file, as: UInt32.self)
    let before = try sectionWords(".hash", of: original, as: UInt32.self)
    #expect(words[0] >= 1)
    #expect(words[..<2] == before[..<2])
    let symbols = try dynamicSymbols(file)
    #expect(Int(words[1]) == symbols.count)
    // This table also holds what the file asks for.
    let hashed = words[2...].filter { $0 != 0 }.map { symbols[Int($0)] }
    #expect(hashed.allSatisfy { $0.isUndefined })
  }
}
