// Hash tables that no linker of the matrix writes and loaders read all the same (gABI, "Hash Table";
// glibc elf/dl-setup_hash.c): of one bucket, with chains in another order, with a filter that lets
// everything pass. A demotion keeps buckets, filter words and shift as they are. What no loader
// could use is refused, with the reason.

import Foundation
import TestSupport
import Testing

/// A file with one kind of hash table, whose words a test writes.
struct HashedHost {
  let copies: TwoCopies
  var odd: OddFile

  init(_ style: HashStyle) throws {
    copies = try TwoCopies(
      in: try Workshop(), as: .shared, ["-Wl,--hash-style=\(style)", "-Wl,-O1"])
    odd = try OddFile(copies.host)
  }

  /// The names of `.dynsym`, by index.
  func names() throws -> [String] { try dynamicSymbols(copies.host).map(\.name) }

  /// The function that `.gnu.hash` is made with.
  static func gnuHash(_ name: String) -> Int {
    name.utf8.reduce(5381) { ($0 * 33 + Int($1)) & 0xffff_ffff }
  }

  /// Writes `words` of 32 bits over the section `name`, which must have room for them.
  mutating func write(_ words: [Int], over name: String) throws {
    let place = try #require(try section(name, of: copies.host)).range
    try #require(words.count * 4 <= place.count, "no room in \(name)")
    for offset in place { odd.bytes[offset] = 0 }
    for (index, word) in words.enumerated() { odd[place.lowerBound + index * 4, 4] = word }
    odd[try odd.sectionHeader(name) + 32, 8] = words.count * 4
    try odd.save()
  }

  /// A `.gnu.hash` of one bucket, whose filter of `filter` words lets everything pass.
  mutating func writeOneGNUBucket(filterWords: Int, shift: Int) throws {
    let names = try names()
    let first = try sectionWords(".gnu.hash", of: copies.host, as: UInt32.self)[1]
    let chain = names[Int(first)...].map { Self.gnuHash($0) & ~1 }
    let filter = [Int](repeating: 0xffff_ffff, count: filterWords * 2)
    try write(
      [1, Int(first), filterWords, shift] + filter + [Int(first)] + chain.dropLast()
        + [(chain.last ?? 0) | 1], over: ".gnu.hash")
  }

  /// A `.hash` of one bucket, which leads to `members` one after the other.
  mutating func writeOneSysVBucket(_ members: [Int]) throws {
    var chain = [Int](repeating: 0, count: try names().count)
    for (index, next) in zip(members, members.dropFirst()) { chain[index] = next }
    try write([1, chain.count, members.first ?? 0] + chain, over: ".hash")
  }
}

@Suite struct HandMadeHashTests {
  private func expectDemotion(_ host: HashedHost) throws {
    #expect(try output(of: host.copies.program) == TwoCopies.captured)
    try demote(in: host.copies.host, "--demote=shared_*")
    #expect(try output(of: host.copies.program) == TwoCopies.separate)
  }

  @Test(arguments: [1, 2], [0, 5, 26, 31])
  func oneGNUBucket(_ filterWords: Int, _ shift: Int) throws {
    var host = try HashedHost(.gnu)
    // Room for what one more bucket and filter word take.
    try host.writeOneGNUBucket(filterWords: filterWords, shift: shift)
    try expectDemotion(host)
    let words = try sectionWords(".gnu.hash", of: host.copies.host, as: UInt32.self)
    #expect(words[0] == 1 && words[2] == UInt32(filterWords) && words[3] == UInt32(shift))
  }

  /// In the order of the table or against it; all symbols, or the defined alone.
  @Test(arguments: [false, true], [false, true])
  func oneSysVBucket(_ isReversed: Bool, _ isComplete: Bool) throws {
    var host = try HashedHost(.sysv)
    let symbols = try dynamicSymbols(host.copies.host)
    let members = symbols.indices.dropFirst().filter { isComplete || !symbols[$0].isUndefined }
    try host.writeOneSysVBucket(isReversed ? members.reversed() : members)
    try expectDemotion(host)
    let words = try sectionWords(".hash", of: host.copies.host, as: UInt32.self)
    #expect(words[0] == 1 && Int(words[1]) == symbols.count)
    #expect(words[3...].filter { $0 != 0 }.count == members.count - 2 - 1)
  }

  /// Geometries that options of linkers give.
  @Test(arguments: [
    (Linker.bfd, "--hash-size=4093"), (.bfd, "-O2"), (.gold, "--hash-bucket-empty-fraction=0.9"),
    (.gold, "-O2"), (.lld, "-O0"), (.mold, "-O2"),
  ])
  func unusualGeometries(_ linker: Linker, _ option: String) throws {
    let copies = try TwoCopies(
      in: try Workshop(linker), as: .shared, ["-Wl,--hash-style=both", "-Wl,\(option)"])
    let gnu = try sectionWords(".gnu.hash", of: copies.host, as: UInt32.self)
    let sysv = try sectionWords(".hash", of: copies.host, as: UInt32.self)
    #expect(try output(of: copies.program) == TwoCopies.captured)
    try demote(in: copies.host, "--demote=shared_*")
    #expect(try output(of: copies.program) == TwoCopies.separate)
    let newGNU = try sectionWords(".gnu.hash", of: copies.host, as: UInt32.self)
    #expect(newGNU[0] == gnu[0] && newGNU[2...3] == gnu[2...3] && newGNU[1] == gnu[1] + 2)
    #expect(try sectionWords(".hash", of: copies.host, as: UInt32.self)[..<2] == sysv[..<2])
  }
}

/// Tables that mislead a loader, or that only one of two loaders could use.
@Suite struct UnusableHashTests {
  private func expectRefusal(_ host: HashedHost, saying reason: String) throws {
    let file = host.copies.host
    for command in ["apply", "plan"] {
      try expectEnd(2, untouched: file, saying: reason, command, "--all", "--force", file.path)
    }
    let verification = try symdemote("verify", file.path)
    #expect(verification.status != 0)
    #expect((verification.errors + verification.output).contains(reason))
  }

  @Test func aChainThatComesBack() throws {
    var host = try HashedHost(.sysv)
    let members = Array(1..<(try host.names().count))
    try host.writeOneSysVBucket(members)
    let start = try host.odd.start(of: ".hash")
    host.odd[start + 4 * (3 + (members.last ?? 0)), 4] = members[0]
    try host.odd.save()
    try expectRefusal(host, saying: "a chain comes back")
  }

  @Test func aLocalSymbolInTheTable() throws {
    var host = try HashedHost(.sysv)
    try demote(in: host.copies.host, "--demote=shared_function")
    host.odd = try OddFile(host.copies.host)
    let symbols = try dynamicSymbols(host.copies.host)
    #expect(symbols[1].isLocal)
    try host.writeOneSysVBucket(Array(1..<symbols.count))
    try expectRefusal(host, saying: "it holds the local symbol 1")
  }

  @Test func noBucket() throws {
    var host = try HashedHost(.sysv)
    try host.write([0, try host.names().count] + host.names().map { _ in 0 }, over: ".hash")
    try expectRefusal(host, saying: "it has no bucket")
  }

  @Test func anExportThatIsNotHashed() throws {
    var host = try HashedHost(.sysv)
    let symbols = try dynamicSymbols(host.copies.host)
    let left = try #require(symbols.first { $0.name == "kept_callback" })
    try host.writeOneSysVBucket(symbols.indices.dropFirst().filter { $0 != left.index })
    try expectRefusal(host, saying: "the export kept_callback is not in it")
  }

  @Test func nothingHashedAtAll() throws {
    var host = try HashedHost(.gnu)
    let count = try host.names().count
    try host.write([1, count, 1, 0, 0, 0, 0], over: ".gnu.hash")
    try expectRefusal(host, saying: "is not in it")
  }

  @Test func aFilterThatStopsWhatIsThere() throws {
    var host = try HashedHost(.gnu)
    try host.writeOneGNUBucket(filterWords: 1, shift: 5)
    let start = try host.odd.start(of: ".gnu.hash")
    host.odd[start + 16, 8] = 0
    try host.odd.save()
    try expectRefusal(host, saying: "does not reach its symbol")
  }

  @Test func symbolsThatAreNotSortedByBucket() throws {
    var host = try HashedHost(.gnu)
    let words = try sectionWords(".gnu.hash", of: host.copies.host, as: UInt32.self)
    let symbols = try dynamicSymbols(host.copies.host)
    // Two hashed symbols change places, and with them nothing else.
    let (first, last) = (Int(words[1]), symbols.count - 1)
    #expect(words[0] > 1)
    let start = try host.odd.start(of: ".dynsym")
    let (one, other) = (start + first * 24, start + last * 24)
    let saved = Array(host.odd.bytes[one..<one + 24])
    host.odd.bytes.replaceSubrange(one..<one + 24, with: host.odd.bytes[other..<other + 24])
    host.odd.bytes.replaceSubrange(other..<other + 24, with: saved)
    try host.odd.save()
    try expectRefusal(host, saying: ".gnu.hash")
  }

  @Test func aFilterOfThreeWords() throws {
    var host = try HashedHost(.gnu)
    let start = try host.odd.start(of: ".gnu.hash")
    host.odd[start + 8, 4] = 3
    try host.odd.save()
    try expectRefusal(host, saying: "its bloom filter has 3 words, not a power of two")
  }
}
