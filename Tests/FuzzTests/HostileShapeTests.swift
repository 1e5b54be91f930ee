// Tables that are sound, or nearly so, and ask for the square of the file's size: many of one thing
// for each of many others. A few seconds of the processor are plenty; the square would take hours.

import Foundation
import TestSupport
import Testing

@Suite struct HostileShapeTests {
  private static let many = 50_000

  /// A library of `many` symbols, each with a relocation.
  private func library(_ count: Int = many) -> HostileFile {
    var file = HostileFile()
    file.addNumberedSymbols(count) { 0x1000 + $0 }
    file.addRelocations(type: 6, to: 1...count)
    return file
  }

  @Test func asManySegmentsAsAnyLoaderTakes() throws {
    var file = CraftedFile(library().finished())
    let empty = (0..<1168).map {
      CraftedFile.Segment(offset: 64 + $0, address: 0x4000_0000 + $0 * 4096, size: 1)
    }
    file.add(empty)
    try expectAnEnd(file.bytes)
  }

  /// An address is sought in each segment that is loaded, in no other.
  @Test func segmentsWithoutNumber() throws {
    var file = CraftedFile(library(100).finished())
    file.add(Array(repeating: CraftedFile.Segment(flags: 4), count: 1170))
    try expectRefusal(file.bytes, saying: ["program headers", "1171 PT_LOAD"])
    // As many of another kind as only section 0 can count.
    file = CraftedFile(library(100).finished())
    file.add([CraftedFile.Section(type: 0, info: 100_002)])
    file.add(Array(repeating: CraftedFile.Segment(type: 0), count: 100_000), countField: 0xffff)
    try expectAnEnd(file.bytes, status: [0, 1, 2])
  }

  @Test func segmentsThatMapTheSameBytes() throws {
    var file = CraftedFile(library(10_000).finished())
    let size = file.bytes.count
    file.add(
      (1...1000).map { CraftedFile.Segment(flags: 4, address: $0 << 32, size: size) })
    try expectRefusal(file.bytes, saying: ["PT_LOAD", "many times over"])
  }

  /// Whether each may hold symbols or not.
  @Test(arguments: [(4, 0), (4, 2), (1, 0), (6, 0), (0x6fff_ffff, 0), (11, 0)])
  func sectionsLinkedToTheSymbols(_ type: Int, _ flags: Int) throws {
    let file = CraftedFile(library(100).finished())
    let address = file.number(at: try file.place(ofEntry: 6))
    let relocations = file.number(at: try file.place(ofEntry: 7))
    for size in [0, 24] {
      var crafted = file
      let many = CraftedFile.Section(
        type: type, flags: flags, address: relocations, offset: relocations, size: size, link: 1,
        entrySize: 24)
      let symbols = CraftedFile.Section(
        type: 11, flags: 2, address: address, offset: address, size: 101 * 24, entrySize: 24)
      crafted.add(
        [CraftedFile.Section(type: 0), symbols] + Array(repeating: many, count: 60_000))
      try expectAnEnd(crafted.bytes, status: [0, 1, 2, 3])
    }
  }

  /// Each table has 32 bytes and says that it holds as many relocations as all of the file may:
  /// together some hundred million. As many as the file has words for are none too many.
  @Test func packedTablesWithoutNumber() throws {
    let tables = 2_000
    func file(of records: Int) throws -> [UInt8] {
      var file = CraftedFile(library(100).finished())
      let packed =
        Array("APS2".utf8) + [leb(records), [0], leb(records), [3, 8, 8]].flatMap { $0 }
      let table = packed + [UInt8](repeating: 0, count: 32 - packed.count)
      let place = file.append(Array(repeating: table, count: tables).flatMap { $0 })
      let sections = (0..<tables).map {
        CraftedFile.Section(
          type: 0x6000_0002, offset: place + $0 * 32, size: 32, link: 1, entrySize: 1)
      }
      file.add(try symbolSections(of: file, count: 101) + sections)
      return file.bytes
    }
    let size = try file(of: 1).count
    try expectRefusal(
      file(of: size / 4), saying: ["section 4 at 0x", "\(size / 4) relocations", "room for 0"])
    try expectAnEnd(file(of: size / 4 / tables), commands: [["exports"], ["plan", "--all"]])
    try expectRefusal(file(of: size / 4 / tables + 1), saying: ["section 1", " at 0x", "room for"])
  }

  /// Many headers over the same records, each of which would be decoded in full.
  @Test func relocationsOfStaticSymbolsThatOverlap() throws {
    func file(_ headers: Int, apart distance: Int) throws -> [UInt8] {
      var file = CraftedFile(library(100).finished())
      let dynamic = try symbolSections(of: file, count: 101)
      let names = file.append(Array("\0n7\0".utf8))
      let entries = file.append(
        [UInt8](repeating: 0, count: 24) + HostileFile.word(1) + [0x11, 0, 1, 0]
          + HostileFile.long(0x1007) + HostileFile.long(4))
      let size = distance == 0 ? 24 * 2_000 : 24
      let records = Array(
        repeating: [0x100, 1 << 32 | 6, 0].flatMap(HostileFile.long), count: 2_000)
      let place = file.append(records.flatMap { $0 })
      let many = (0..<headers).map {
        CraftedFile.Section(
          type: 4, offset: place + $0 * distance, size: size, link: 3, info: 1, entrySize: 24)
      }
      file.add(
        dynamic + [
          CraftedFile.Section(
            type: 2, offset: entries, size: 48, link: 4, info: 1, entrySize: 24),
          CraftedFile.Section(type: 3, offset: names, size: 4),
        ] + many)
      return file.bytes
    }
    let commands = [["plan", "--all", "--symtab"], ["plan", "--demote=n7", "--symtab"]]
    try expectRefusal(
      file(10_000, apart: 0), saying: ["section 6 at 0x", "overlaps section 5"], commands: commands)
    try expectRefusal(
      file(2, apart: 8), saying: ["section 6 at 0x", "overlaps section 5"], commands: commands)
    for count in [1, 2_000] {
      try expectAnEnd(file(count, apart: 24), status: [1], commands: commands)
    }
  }

  /// The headers of nothing, of `.dynsym` and of its names.
  private func symbolSections(of file: CraftedFile, count: Int) throws -> [CraftedFile.Section] {
    let symbols = file.number(at: try file.place(ofEntry: 6))
    let names = file.number(at: try file.place(ofEntry: 5))
    let nameSize = file.number(at: try file.place(ofEntry: 10))
    return [
      CraftedFile.Section(type: 0),
      CraftedFile.Section(
        type: 11, flags: 2, address: symbols, offset: symbols, size: count * 24, link: 2, info: 1,
        entrySize: 24),
      CraftedFile.Section(type: 3, flags: 2, address: names, offset: names, size: nameSize),
    ]
  }

  /// `value`, which is not negative, as SLEB128.
  private func leb(_ value: Int) -> [UInt8] {
    value < 64 ? [UInt8(value)] : [UInt8(value & 0x7f) | 0x80] + leb(value >> 7)
  }

  @Test func entriesOfTheDynamicSection() throws {
    var file = library(30_000)
    for index in 0..<100_000 { file.say(24 + UInt64(index % 2) * 6, 1) }
    try expectAnEnd(file.finished())
  }

  /// Each symbol has a version of its own, and all of them are asked for.
  @Test func versionsOfManySymbols() throws {
    var file = HostileFile()
    let count = 30_000
    file.addNumberedSymbols(count) { 0x1000 + $0 }
    file.addRelocations(type: 6, to: 1...count)
    var definitions: [UInt8] = []
    for index in 0..<count {
      for half in [1, 0, index + 2, 1] { definitions += HostileFile.half(half) }
      for word in [0, 20, 28, 1 + index % 4, 0] { definitions += HostileFile.word(word) }
    }
    file.add(0x6fff_fffc, definitions)
    file.say(0x6fff_fffd, count)
    file.add(0x6fff_fff0, (0...count).flatMap { HostileFile.half($0 == 0 ? 0 : $0 + 1) })
    try expectAnEnd(file.finished())
  }

  /// All symbols have one name, and each is asked for.
  @Test func symbolsOfOneName() throws {
    var file = HostileFile()
    let count = 20_000
    file.addSymbols([0] + Array("n7".utf8) + [0], (0..<count).map { (1, 0x1000 + $0) })
    file.addRelocations(type: 6, to: 1...count)
    try expectAnEnd(file.finished())
  }

  /// Every bucket of `.hash` begins with the same symbol, behind which all others stand.
  @Test func bucketsThatShareAChain() throws {
    var file = CraftedFile(library().finished())
    let count = Self.many + 1
    let chains = (0..<count).flatMap { HostileFile.word($0 > 0 && $0 + 1 < count ? $0 + 1 : 0) }
    let table =
      HostileFile.word(count) + HostileFile.word(count)
      + Array(repeating: HostileFile.word(1), count: count).flatMap { $0 } + chains
    try replace(4, by: table, in: &file)
    try expectAnEnd(file.bytes, status: [0, 1, 2])
  }

  /// The same in `.gnu.hash`, whose one chain ends with the last symbol.
  @Test func bucketsOfGNUHashThatShareAChain() throws {
    var library = library()
    let count = Self.many
    let head = [count, 1, 1, 6, -1, -1].flatMap(HostileFile.word)
    let buckets = Array(repeating: HostileFile.word(1), count: count).flatMap { $0 }
    let chains = (1...count).flatMap { HostileFile.word($0 == count ? 1 : 2) }
    library.add(0x6fff_fef5, head + buckets + chains)
    try expectAnEnd(library.finished(), status: [0, 1, 2])
  }

  /// Chains of `.hash` that never end.
  @Test func chainsThatComeBack() throws {
    var file = CraftedFile(library().finished())
    let count = Self.many + 1
    let chains = (0..<count).flatMap { HostileFile.word($0 + 1 < count ? $0 + 1 : 1) }
    try replace(
      4, by: HostileFile.word(1) + HostileFile.word(count) + HostileFile.word(1) + chains,
      in: &file)
    try expectAnEnd(file.bytes, status: [0, 1, 2])
  }

  @Test func aNameOfAMegabyte() throws {
    for start in ["_Z", "_ZN", "_R", "?"] {
      for letter in ["1", "N", "P", "I", "x"] {
        var file = HostileFile()
        let name = Array((start + String(repeating: letter, count: 1 << 20)).utf8)
        file.addSymbols([0] + name + [0], (0..<3).map { (1, 0x1000 + $0) })
        try expectAnEnd(
          file.finished(),
          commands: [["exports"], ["plan", "--demote-cxx=a*"], ["plan", "--demote-regex=(a+)+b"]])
      }
    }
  }

  /// Names of libraries that are each but one byte shorter than the one before.
  @Test(arguments: ["", "/lib/ld-musl-x86_64.so.1"])
  func neededLibrariesThatShareATail(_ interpreter: String) throws {
    var file = HostileFile()
    var strings: [UInt8] = [0] + Array(interpreter.utf8) + [0]
    let count = 4_000
    for index in 0..<count { file.say(1, strings.count + index) }
    strings += Array(repeating: 0x78, count: 2_000_000) + [0]
    file.addSymbols(strings, [(1, 0x1000)])
    var crafted = CraftedFile(file.finished())
    if !interpreter.isEmpty {
      let offset = crafted.number(at: try crafted.place(ofEntry: 5)) + 1
      crafted.add([CraftedFile.Segment(type: 3, offset: offset, size: interpreter.utf8.count + 1)])
    }
    let folder = try TemporaryFolder()
    try Data(crafted.bytes).write(to: folder.file("hostile.so"))
    for command in ["bindings", "audit"] {
      let result = try boundedRun([command, "--library-path=.", "hostile.so"], in: folder)
      let text = result.errors + result.output
      #expect([0, 1].contains(result.status), "\(command) \(result.ending)")
      // What cannot be found is said to be missing, as far as a path can go.
      #expect(text.contains(String(repeating: "x", count: 4096)), "\(command)")
      #expect(!text.contains(String(repeating: "x", count: 4097)), "\(command)")
    }
  }

  /// A library that is needed under as many names as it can have.
  @Test func aLibraryOfManySpellings() throws {
    let folder = try TemporaryFolder()
    try Data(library(1).finished()).write(to: folder.file("liba.so"))
    var file = HostileFile()
    var strings: [UInt8] = [0]
    for index in 0..<20_000 {
      file.say(1, strings.count)
      let digits = String(index, radix: 2).map { $0 == "0" ? "/" : "./" }
      strings += Array("./\(digits.joined())liba.so".utf8) + [0]
    }
    file.addSymbols(strings, [(1, 0x1000)])
    try Data(file.finished()).write(to: folder.file("hostile.so"))
    for command in ["bindings", "audit"] {
      let result = try boundedRun([command, "hostile.so"], in: folder)
      #expect(
        [0, 1].contains(result.status),
        "\(command) \(result.ending): \(result.errors.prefix(300))")
    }
  }

  /// One name in a great many hidden versions, of which each is asked for.
  @Test func versionsOfOneName() throws {
    let folder = try TemporaryFolder()
    let count = 15_000
    var strings: [UInt8] = [0] + Array("same\0liba.so\0".utf8)
    let versions = (0..<count).map { index in
      defer { strings += Array("V\(index)\0".utf8) }
      return strings.count
    }
    let numbers = (0...count).flatMap { (index: Int) -> [UInt8] in
      HostileFile.half(index == 0 ? 0 : (index + 1) | 0x8000)
    }
    var library = HostileFile()
    library.addSymbols(strings, (0..<count).map { (1, 0x1000 + $0) })
    var definitions: [UInt8] = []
    for (index, name) in versions.enumerated() {
      for half in [1, 0, index + 2, 1] { definitions += HostileFile.half(half) }
      let next = index + 1 < count ? 28 : 0
      for word in [index, 20, next, name, 0] { definitions += HostileFile.word(word) }
    }
    library.add(0x6fff_fffc, definitions)
    library.say(0x6fff_fffd, count)
    library.add(0x6fff_fff0, numbers)
    try Data(library.finished()).write(to: folder.file("liba.so"))
    var program = HostileFile()
    program.say(1, 6)
    program.addSymbols(strings, (0..<count).map { _ in (1, 0) })
    program.addRelocations(type: 6, to: 1...count)
    var needs = [1, count].flatMap(HostileFile.half)
    needs += [6, 16, 0].flatMap(HostileFile.word)
    for (index, name) in versions.enumerated() {
      needs += HostileFile.word(index) + HostileFile.half(0) + HostileFile.half(index + 2)
      needs += [name, index + 1 < count ? 16 : 0].flatMap(HostileFile.word)
    }
    program.add(0x6fff_fffe, needs)
    program.say(0x6fff_ffff, 1)
    program.add(0x6fff_fff0, numbers)
    try Data(program.finished()).write(to: folder.file("hostile.so"))
    let result = try boundedRun(
      ["bindings", "--library-path=.", "--format=ld-debug", "hostile.so"], in: folder)
    #expect(
      [0, 1].contains(result.status), "\(result.ending): \(result.errors.prefix(300))")
    let last = result.output.split(separator: "\n").filter { $0.contains("`same' [V\(count - 1)]") }
    #expect(last.count == 1 && last[0].contains("liba.so"), "\(result.output.prefix(300))")
  }

  /// A list of directories that each needed library is sought in.
  @Test(arguments: ["", "/lib/ld-musl-x86_64.so.1"])
  func directoriesWithoutAnEnd(_ interpreter: String) throws {
    var file = HostileFile()
    var strings: [UInt8] = [0] + Array(interpreter.utf8) + [0]
    for index in 0..<5_000 {
      file.say(1, strings.count)
      strings += Array("lib\(index).so".utf8) + [0]
    }
    file.say(15, strings.count)
    for index in 0..<100_000 { strings += Array("/x\(index):".utf8) }
    file.addSymbols(strings + [0], [(1, 0x1000)])
    var crafted = CraftedFile(file.finished())
    if !interpreter.isEmpty {
      let offset = crafted.number(at: try crafted.place(ofEntry: 5)) + 1
      crafted.add([CraftedFile.Segment(type: 3, offset: offset, size: interpreter.utf8.count + 1)])
    }
    try expectAnEnd(crafted.bytes, commands: [["bindings", "--format=ld-debug"], ["audit"]])
  }

  /// As many lines as exports, each of which covers each, or is a pattern that any name may match.
  @Test(arguments: ["demote n*", "all", "demote-regex .*7", "keep ?*", "demote *@@V1"])
  func linesOfAPolicyThatSayTheSame(_ line: String) throws {
    let folder = try TemporaryFolder()
    try Data(library(20_000).finished()).write(to: folder.file("hostile.so"))
    let lines = ["demote n1"] + Array(repeating: line, count: 20_000)
    _ = try folder.write(lines.joined(separator: "\n") + "\n", to: "hostile.policy")
    let list = Array(repeating: "n*", count: 20_000) + (0..<900).map { "!*\($0)x?" }
    _ = try folder.write(list.joined(separator: "\n") + "\n", to: "hostile.list")
    for options in [
      ["--policy=hostile.policy"], ["--all", "--keep-list=hostile.list"],
    ] {
      let result = try boundedRun(["plan", "--no-process"] + options + ["hostile.so"], in: folder)
      #expect([0, 1].contains(result.status), "\(result.ending) \(result.errors.prefix(300))")
    }
  }

  @Test func patternsWithoutNumber() throws {
    let folder = try TemporaryFolder()
    try Data(library(100).finished()).write(to: folder.file("hostile.so"))
    for (pattern, status) in [("*#x?", 2), ("n*#x?", 2), ("*?#x", 0)] {
      let lines = (0..<20_000).map {
        "demote " + pattern.replacing("#", with: "\($0)") + "\n"
      }
      let policy = try folder.write(lines.joined(), to: "hostile.policy")
      let result = try boundedRun(
        ["plan", "--no-process", "--policy=\(policy.path)", "hostile.so"], in: folder)
      #expect(result.status == Int32(status), "\(result.ending) \(result.errors.prefix(300))")
      let isSaid = result.errors.contains("at most 10000 patterns are tried on one name")
      #expect(isSaid == (status == 2))
      #expect(!isSaid || result.errors.contains("hostile.policy:10001: "))
    }
  }

  /// Puts another table for `tag` behind the end; the segment covers it.
  private func replace(_ tag: Int, by table: [UInt8], in file: inout CraftedFile) throws {
    let place = try file.place(ofEntry: tag)
    let load = try file.place(ofSegment: 1, field: 32)
    file.set(file.append(table), 8, at: place)
    file.set(file.bytes.count, 8, at: load)
    file.set(file.bytes.count, 8, at: load + 8)
  }
}
