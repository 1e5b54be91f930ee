// `verify` reads a file as a stranger would and finds tables that contradict each other; with the
// original, also any byte that differs for no good reason. 0 sound, 1 problems, 2 unreadable.

import Foundation
import TestSupport
import Testing

@Suite struct VerifyTests {
  private func host(_ style: HashStyle = .both) throws -> (TwoCopies, original: URL) {
    let copies = try TwoCopies(
      in: try Workshop(), as: .shared, ["-Wl,--hash-style=\(style)", "-Wl,--emit-relocs"])
    return (copies, try demote(in: copies.host, "--demote=shared_*"))
  }

  @Test func aSoundFile() throws {
    let (copies, original) = try host()
    try expectEnd(0, untouched: copies.host, "verify", copies.host.path)
    try expectEnd(0, untouched: original, "verify", original.path)
  }

  /// With the original at hand, no byte may differ but by a demotion.
  @Test(arguments: [
    ".dynsym", ".gnu.hash", ".hash", ".gnu.version", ".dynstr", ".rela.dyn", ".rela.plt",
    ".dynamic", ".text", ".rela.text", ".symtab", ".shstrtab", "",
  ])
  func anyChangedByteIsFound(_ name: String) throws {
    let (copies, original) = try host()
    // Without a name: the section headers, at the end of the file.
    let size = try FileIdentity(copies.host).size
    let range =
      name.isEmpty ? size - 256..<size : try #require(try section(name, of: original)).range
    let sound = try Data(contentsOf: copies.host)
    for offset in stride(from: range.lowerBound, to: range.upperBound, by: 1 + range.count / 24) {
      try overwrite(copies.host, at: offset, with: [~sound[offset]])
      let result = try symdemote("verify", "--against=\(original.path)", copies.host.path)
      #expect([1, 2].contains(result.status), "\(name) at \(offset): \(result)")
      try overwrite(copies.host, at: offset, with: [sound[offset]])
    }
    #expect(try symdemote("verify", copies.host.path).status == 0)
  }

  /// Places where a wrong word contradicts another table of the same file.
  struct Damage: Sendable, CustomTestStringConvertible {
    let section: String
    let word: Int
    let value: UInt32
    var testDescription: String { "\(section) word \(word) = \(value)" }

    init(_ section: String, word: Int, to value: UInt32) {
      self.section = section
      self.word = word
      self.value = value
    }
  }

  @Test(arguments: [
    Damage(".gnu.hash", word: 0, to: 0), Damage(".gnu.hash", word: 0, to: 0x7fff_ffff),
    Damage(".gnu.hash", word: 1, to: 1), Damage(".gnu.hash", word: 1, to: 999),
    Damage(".gnu.hash", word: 2, to: 3), Damage(".gnu.hash", word: 4, to: 0),
    Damage(".gnu.hash", word: 6, to: 999), Damage(".gnu.hash", word: 6, to: 1),
    Damage(".hash", word: 0, to: 0), Damage(".hash", word: 1, to: 3),
    Damage(".hash", word: 2, to: 999), Damage(".dynsym", word: 6, to: 0xffff_ffff),
    Damage(".rela.plt", word: 3, to: 999), Damage(".dynsym", word: 7, to: 0x12),
  ])
  func contradictionsAreFoundWithoutTheOriginal(_ damage: Damage) throws {
    let (copies, _) = try host()
    let section = try #require(try section(damage.section, of: copies.host))
    let bytes = withUnsafeBytes(of: damage.value.littleEndian, Array.init)
    try overwrite(copies.host, at: section.offset + damage.word * 4, with: bytes)
    let before = try FileIdentity(copies.host)
    let result = try symdemote("verify", copies.host.path)
    #expect([1, 2].contains(result.status))
    #expect(try FileIdentity(copies.host) == before)
    #expect((result.output + result.errors).contains("libhost.so: "))
    // And nobody edits such a file.
    try expectEnd(2, untouched: copies.host, "apply", "--demote=report", copies.host.path)
  }

  /// An empty bucket that leads below the hashed symbols sends ld.so reading outside the chains.
  @Test func aBucketBelowTheHashedSymbolsIsFound() throws {
    let (copies, _) = try host(.gnu)
    let words = try sectionWords(".gnu.hash", of: copies.host, as: UInt32.self)
    let firstBucket = 4 + 2 * Int(words[2])
    let buckets = firstBucket..<firstBucket + Int(words[0])
    let empty = try #require(buckets.first { words[$0] == 0 })
    let table = try #require(try section(".gnu.hash", of: copies.host))
    try overwrite(copies.host, at: table.offset + empty * 4, with: [UInt8(words[1]) - 1])
    try expectEnd(1, untouched: copies.host, "verify", copies.host.path)
  }

  @Test func anotherFileIsNoOriginal() throws {
    let (copies, original) = try host()
    try expectEnd(
      1, untouched: copies.host, "verify", "--against=\(copies.library.path)", copies.host.path)
    // A promotion is no demotion.
    try expectEnd(
      1, untouched: original, "verify", "--against=\(copies.host.path)", original.path)
    try expectEnd(
      2, untouched: copies.host, saying: "/nonexistent", "verify", "--against=/nonexistent",
      copies.host.path)
  }
}
