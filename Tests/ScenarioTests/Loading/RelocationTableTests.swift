// Every table whose relocations index `.dynsym` is renumbered with it, each record once, and no
// other: the sections that --emit-relocs leaves in a file index `.symtab` (gABI, "Relocation":
// sh_link names the symbol table).

import Foundation
import TestSupport
import Testing

@Suite struct RelocationTableTests {
  @Test(arguments: Linker.allCases, Product.allCases)
  func relocationsOfTheOtherSymbolTableStay(_ linker: Linker, _ product: Product) throws {
    let copies = try TwoCopies(in: try Workshop(linker), as: product, ["-Wl,--emit-relocs"])
    let emitted = try emittedRelocations(copies.host)
    #expect(emitted.contains { $0.name == ".rela.text" })

    let original = try demote(in: copies.host, "--demote=shared_*")

    #expect(try output(of: copies.program) == TwoCopies.separate)
    let (before, after) = try (Data(contentsOf: original), Data(contentsOf: copies.host))
    for section in emitted { #expect(before[section.range] == after[section.range]) }
    // The opposite: those of the dynamic table did change, yet still name the same symbols.
    let tables = try sections(copies.host).filter { $0.type == "RELA" && $0.isAllocated }
    #expect(tables.contains { before[$0.range] != after[$0.range] })
    for type in ["JUMP_SLO", "GLOB_DAT", "64"] {
      #expect(
        try relocatedNames(type, in: original) == relocatedNames(type, in: copies.host))
    }
  }

  /// The relocations of the procedure linkage table may lie within DT_RELA as well; ld.so takes
  /// them out of it (glibc elf/dynamic-link.h, _ELF_DYNAMIC_DO_RELOC).
  @Test(arguments: [Product.pie, .shared])
  func overlappingTablesAreRenumberedOnce(_ product: Product) throws {
    let copies = try TwoCopies(in: try Workshop(.bfd), as: product)
    let relocations = try #require(try section(".rela.dyn", of: copies.host))
    let calls = try #require(try section(".rela.plt", of: copies.host))
    #expect(relocations.range.upperBound == calls.offset)
    try setDynamicEntry(8, to: relocations.size + calls.size, in: copies.host)  // DT_RELASZ
    #expect(try output(of: copies.program) == TwoCopies.captured)
    let names = try relocatedNames("JUMP_SLO", in: copies.host)

    try demote(in: copies.host, "--demote=shared_*")

    #expect(try output(of: copies.program) == TwoCopies.separate)
    #expect(try relocatedNames("JUMP_SLO", in: copies.host) == names)
  }

  private func emittedRelocations(_ file: URL) throws -> [SectionLine] {
    let sections = try sections(file)
    let symbolTable = sections.firstIndex { $0.name == ".symtab" }
    return sections.filter { $0.type == "RELA" && !$0.isAllocated && $0.link == symbolTable }
  }

  private func setDynamicEntry(_ tag: UInt64, to value: Int, in file: URL) throws {
    let words = try sectionWords(".dynamic", of: file, as: UInt64.self)
    let index = try #require(
      stride(from: 0, to: words.count, by: 2).first { words[$0] == tag })
    let bytes = withUnsafeBytes(of: UInt64(value).littleEndian, Array.init)
    let offset = try #require(try section(".dynamic", of: file)).offset
    try overwrite(file, at: offset + (index + 1) * 8, with: bytes)
  }
}
