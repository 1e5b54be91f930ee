// A loader reads no section headers, and files come without any, with some, or with more than their
// counts can say (gABI, "ELF Header": e_shnum, e_shstrndx and e_phnum move into section 0).

import Foundation
import TestSupport
import Testing

@Suite struct SectionHeaderTests {
  /// As sstrip of ELFkickers leaves it: cut off after the last byte that is loaded.
  @Test(arguments: Linker.allCases, Product.allCases)
  func filesWithNothingButSegments(_ linker: Linker, _ product: Product) throws {
    let copies = try TwoCopies(in: try Workshop(linker), as: product)
    var odd = try OddFile(copies.host)
    odd.bytes.removeSubrange(odd.loadedEnd...)
    (odd.sectionOffset, odd.sectionCount, odd.sectionNames) = (0, 0, 0)
    try odd.save()
    #expect(try output(of: copies.program) == TwoCopies.captured)
    try demote(in: copies.host, "--demote=shared_*")
    #expect(try output(of: copies.program) == TwoCopies.separate)
  }

  enum Poverty: CaseIterable {
    case noNames
    case noSymbolSection
    case noDynamicSections
  }

  /// Headers that do not tell of the dynamic tables, or by no name.
  @Test(arguments: Poverty.allCases)
  func headersThatSayLittle(_ poverty: Poverty) throws {
    let copies = try TwoCopies(in: try Workshop(), as: .shared)
    var odd = try OddFile(copies.host)
    let hidden: [String]
    switch poverty {
    case .noNames: hidden = []
    case .noSymbolSection: hidden = [".dynsym"]
    case .noDynamicSections:
      hidden = [".dynsym", ".dynstr", ".gnu.hash", ".gnu.version", ".rela.dyn", ".rela.plt"]
    }
    for name in hidden { odd[try odd.sectionHeader(name) + 4, 4] = 1 }  // SHT_PROGBITS
    if poverty == .noNames { odd.sectionNames = 0 }
    try odd.save()
    let headers = try Data(contentsOf: copies.host)[odd.sectionOffset...]
    #expect(try output(of: copies.program) == TwoCopies.captured)

    try demote(in: copies.host, "--demote=shared_*")

    #expect(try output(of: copies.program) == TwoCopies.separate)
    let isTold = poverty == .noNames
    #expect(try (Data(contentsOf: copies.host)[odd.sectionOffset...] == headers) == !isTold)
  }

  /// Cut off where its headers were, and still speaking of them.
  @Test func headersThatAreGone() throws {
    let copies = try TwoCopies(in: try Workshop(), as: .shared)
    var odd = try OddFile(copies.host)
    odd.bytes.removeSubrange(odd.loadedEnd...)
    try odd.save()
    #expect(try output(of: copies.program) == TwoCopies.captured)
    try expectEnd(
      2, untouched: copies.host, saying: "section headers", "apply", "--demote=shared_*",
      copies.host.path)
  }

  /// More sections than the 16 bits of e_shnum and e_shstrndx can say.
  @Test(arguments: [Product.pie, .shared])
  func moreSectionsThanTheHeaderCanCount(_ product: Product) throws {
    let copies = try TwoCopies(in: try Workshop(), as: product)
    var odd = try OddFile(copies.host)
    let (old, count, names) = (odd.sectionOffset, odd.sectionCount, odd.sectionNames)
    let table = Array(odd.bytes[old..<old + count * OddFile.sectionSize])
    // The headers move to the end of the file; that of the names comes last.
    let namesHeader = table[(names * OddFile.sectionSize)..<((names + 1) * OddFile.sectionSize)]
    var filler = [UInt8](repeating: 0, count: OddFile.sectionSize)
    let named = try odd.sectionHeader(".comment")
    filler.replaceSubrange(0..<4, with: odd.bytes[named..<named + 4])
    filler[4] = 1  // SHT_PROGBITS
    odd.sectionOffset = odd.bytes.count
    odd.bytes += table
    for _ in 0..<70_000 { odd.bytes += filler }
    odd.bytes += namesHeader
    let total = count + 70_000 + 1
    (odd.sectionCount, odd.sectionNames) = (0, 0xffff)
    odd[odd.sectionOffset + 32, 8] = total
    odd[odd.sectionOffset + 40, 4] = total - 1
    try odd.save()
    #expect(try sections(copies.host).count == total)
    #expect(try output(of: copies.program) == TwoCopies.captured)
    #expect(try readelfWarnings(copies.host) == [])

    let original = try demote(in: copies.host, "--demote=shared_*")

    #expect(try output(of: copies.program) == TwoCopies.separate)
    #expect(try isDemoted("shared_function", in: copies.host))
    // Of the old headers, which nobody reads any more, nothing changed.
    let (before, after) = try (Data(contentsOf: original), Data(contentsOf: copies.host))
    #expect(before[old..<odd.sectionOffset] == after[old..<odd.sectionOffset])
    #expect(before[odd.sectionOffset...] != after[odd.sectionOffset...])
  }

  /// More segments than the 16 bits of e_phnum can say. No kernel loads such a file, so it is put
  /// back before it runs.
  @Test func moreSegmentsThanTheHeaderCanCount() throws {
    let copies = try TwoCopies(in: try Workshop(), as: .pie)
    var odd = try OddFile(copies.host)
    let (old, count, size) = (odd.segmentOffset, odd.segmentCount, odd.bytes.count)
    let table = Array(odd.bytes[old..<old + count * OddFile.segmentSize])
    odd.segmentOffset = odd.bytes.count
    odd.bytes += table + [UInt8](repeating: 0, count: 66_000 * OddFile.segmentSize)
    odd.segmentCount = 0xffff
    odd[odd.sectionOffset + 44, 4] = count + 66_000
    try odd.save()

    try mustRun(toolPath, ["apply", "--demote=shared_*", copies.host.path])
    try expectEnd(0, untouched: copies.host, "verify", copies.host.path)
    #expect(try isDemoted("shared_function", in: copies.host))

    var plain = try OddFile(copies.host)
    plain.bytes.removeSubrange(size...)
    (plain.segmentOffset, plain.segmentCount) = (old, count)
    plain[plain.sectionOffset + 44, 4] = 0
    try plain.save()
    #expect(try output(of: copies.program) == TwoCopies.separate)
  }
}
