// Inputs that patchelf went wrong on, in its renaming of dynamic symbols or elsewhere, each made anew
// from its description, and what a demotion makes of it.

import Foundation
import TestSupport
import Testing

@Suite struct PatchelfTests {
  /// NixOS/patchelf#503 and #537, "Span access out of range" on s390x: its `.hash` has words of 8
  /// bytes. (ClangBuiltLinux/linux#1157 met the same in a kernel.)
  @Test(arguments: [HashStyle.sysv, .both])
  func hashTablesOfS390X(_ style: HashStyle) throws {
    let folder = try TemporaryFolder()
    let target = try #require(CrossTarget.all.first { $0.triple.hasPrefix("s390x") })
    let file = try target.library(in: folder, hashStyle: style)
    let before = try WideHash(file)
    let names: Set = ["counter", "second"]
    #expect(try names.isSubset(of: exportedNames(file)))
    for name in names { #expect(try before.finds(name)) }

    try demote(in: file, "--demote=counter", "--demote=second")

    let after = try WideHash(file)
    #expect(after.bucketCount == before.bucketCount && after.chainCount == before.chainCount)
    for name in try exportedNames(file) { #expect(try after.finds(name), "\(name)") }
    for name in names { #expect(try !after.finds(name), "\(name)") }
  }

  /// NixOS/patchelf#594: MIPS has a hash table of its own, and a GOT that depends on the order.
  @Test func filesOfMIPSAreRefused() throws {
    let folder = try TemporaryFolder()
    for target in CrossTarget.mips64 {
      let file = try target.library(in: folder, hashStyle: .sysv)
      try expectEnd(
        2, untouched: file, saying: "the order of its symbols is the order of its global offset",
        "apply", "--all", file.path)
      try expectEnd(0, untouched: file, "verify", file.path)
    }
  }

  /// A file linked with `-q` has relocations against `.symtab`, whose indices patchelf took for those
  /// of `.dynsym` ("bad symbol index"). Here no byte of them changes, and a linker still reads them.
  @Test func relocationsOfTheOtherSymbolTable() throws {
    let copies = try TwoCopies(in: try Workshop(), as: .pie, ["-Wl,-q"])
    let original = try demote(in: copies.host, "--demote=shared_*")
    #expect(try output(of: copies.program) == TwoCopies.separate)
    for name in [".rela.text", ".rela.data.rel.local", ".rela.eh_frame", ".symtab"] {
      guard try section(name, of: original) != nil else { continue }
      #expect(try sectionBytes(name, of: original) == sectionBytes(name, of: copies.host))
    }
    let listing = try run("objdump", ["--reloc", "--disassemble", copies.host.path])
    #expect(listing.succeeded && listing.errors == "", "\(listing.errors)")
    #expect(listing.output.contains("R_X86_64_PLT32\tshared_function"))
  }

  /// Each run of patchelf makes the file longer; four demotions one after another do not.
  @Test func noRunMakesTheFileLonger() throws {
    let specimen = try Specimen()
    let size = try FileIdentity(specimen.file).size
    let together = try specimen.second()
    for name in Specimen.names.sorted() {
      try demote(in: specimen.file, "--demote=\(name)")
      #expect(try FileIdentity(specimen.file).size == size)
    }
    try demote(in: together, "--all")
    func entries(_ file: URL) throws -> [String] {
      try dynamicSymbols(file).map { "\($0.name) \($0.binding) \($0.value)" }.sorted()
    }
    #expect(try entries(together) == entries(specimen.file))
    #expect(try exportedNames(specimen.file) == [])
  }
}

/// A `.hash` of big-endian words of 64 bits, read by hand (IBM, "s390x ELF ABI", "Hash Table").
private struct WideHash {
  private let words: [Int]
  private let file: URL

  init(_ file: URL) throws {
    self.file = file
    let bytes = try sectionBytes(".hash", of: file)
    words = stride(from: bytes.startIndex, to: bytes.endIndex, by: 8).map { start in
      bytes[start..<start + 8].reduce(0) { $0 << 8 | Int($1) }
    }
    #expect(words.count == 2 + bucketCount + chainCount)
  }

  var bucketCount: Int { words[0] }
  var chainCount: Int { words[1] }

  /// Whether a lookup of `name` comes to a definition.
  func finds(_ name: String) throws -> Bool {
    let symbols = try dynamicSymbols(file)
    #expect(symbols.count == chainCount)
    let hash = name.utf8.reduce(0) { hash, byte in
      let next = hash << 4 + Int(byte)
      let top = next & 0xf000_0000
      return (next ^ top >> 24) & ~top
    }
    var index = words[2 + hash % bucketCount]
    while index != 0 {
      if symbols[index].name == name, !symbols[index].isUndefined { return true }
      index = words[2 + bucketCount + index]
    }
    return false
  }
}
